/**
 * Whether a screen of this computer is a kiosk, beside the database: the way back to a backup has to know when the office
 * cannot be asked. That way is open to this computer alone, so other computers' kiosks do not count.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../app.ts'
import { writeDurably } from '../storage/backup/file-sync.ts'

const markName = 'kiosk-here'
const markText = 'A screen of this computer is a kiosk. Written by "counterfoil serve"; settings, terminals.\n'

/** As the office said when it last answered. */
export const isKioskHere = (dataFolder: string): boolean => existsSync(join(dataFolder, markName))

/** Keeps what the office says now. False where it cannot be asked or written down; what was known stays. */
export function noteKioskHere(dataFolder: string, { registry }: Pick<App, 'registry'>): boolean {
  try {
    const isKiosk = registry.hasLocalKiosk()
    if (isKiosk === isKioskHere(dataFolder)) return true
    if (isKiosk) writeDurably(join(dataFolder, markName), markText)
    else rmSync(join(dataFolder, markName), { force: true })
    return true
  } catch {
    return false
  }
}
