/** What backups are called, by their moment in UTC: `counterfoil-20261021-090000.cfbackup`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** `20261021-090000`. */
export const stampOf = (atMs: number): string =>
  new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')

export const sealedSuffix = '.cfbackup'
export const plainSuffix = '.db'

/** A name that nothing in `folder` has: two backups of one second are two files. */
export function freeName(folder: string, atMs: number, suffix: string): string {
  const base = `counterfoil-${stampOf(atMs)}`
  for (let nth = 1; ; nth += 1) {
    const name = `${base}${nth === 1 ? '' : `-${nth}`}${suffix}`
    if (!existsSync(join(folder, name))) return name
  }
}

/** The moment in a name; null for any other file. */
export function moment(name: string): number | null {
  const match = /^counterfoil-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(-\d{1,3})?\.cfbackup$/.exec(name)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second)
  return atMs > 0 ? atMs : null
}
