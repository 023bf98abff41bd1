/** What may become of a disk and a file under a terminal that runs, made true for its process by Linux itself. */
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumToTest } from './browser.ts'
import { temporaryFolder } from './folders.ts'

/** A file may grow to one block of 512 bytes, which is no room for a page of SQLite's; whoever is bound so may be let go. */
export const withoutRoom = ['/bin/sh', '-c', 'ulimit -S -f 1; exec "$@"', 'sh']

/** As `CHROME_PATH` to a terminal without room: it is the office's disk that is full, not that of the screens. */
export function chromiumWithRoom(): string {
  const { executablePath, env = {} } = chromiumToTest()
  const file = join(temporaryFolder(), 'chromium')
  const own = ['LD_LIBRARY_PATH', 'FONTCONFIG_PATH'].flatMap((name) =>
    env[name] === undefined ? [] : [`export ${name}="${env[name]}"`],
  )
  const lines = ['#!/bin/sh', 'ulimit -S -f unlimited', ...own, `exec "${executablePath}" "$@"`, '']
  writeFileSync(file, lines.join('\n'))
  chmodSync(file, 0o755)
  return file
}

export function makeRoom(pid: number): void {
  execFileSync('/usr/bin/prlimit', ['--fsize=unlimited', '--pid', String(pid)])
}

const isRoot = process.getuid?.() === 0
const stranger = 65_534

/** Root may write to any file and give itself the right to; without these rights it goes by owners and modes as everybody does. */
export const heedingModes = isRoot ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search,-fowner,-chown'] : []

/** Somebody else's, where this one is root; else the product gives itself the right to it at its next try, as its owner may. */
export function makeReadOnly(file: string): void {
  chmodSync(file, 0o444)
  if (isRoot) chownSync(file, stranger, stranger)
}

export function makeWritable(file: string): void {
  if (isRoot) chownSync(file, 0, 0)
  chmodSync(file, 0o600)
}
