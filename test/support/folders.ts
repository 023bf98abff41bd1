/** Folders for the data of tests: gone after each. */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { databaseFileName } from '../../src/storage/database-file.ts'

/** Linux's file system in memory. */
const memory = '/dev/shm'
/** The offices of tests are of a few megabytes; a container may have no more memory than that for files. */
const enoughBytes = 2 ** 30

function hasMemoryFiles(): boolean {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > enoughBytes
}

function folderIn(parent: string): string {
  const folder = mkdtempSync(join(parent, 'counterfoil-test-'))
  // Windows lets go of a file a moment after the program that had it.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** In memory where that goes, for what need not outlast the machine: a disk takes milliseconds for each write. */
export const temporaryFolder = (): string => folderIn(hasMemoryFiles() ? memory : tmpdir())

/** On the disk: for tests of what a crash leaves there, and of much data. */
export const diskFolder = (): string => folderIn(tmpdir())

/** Puts the migrated database of a new office into a folder that has nothing yet. */
export function beginOffice(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory() && readdirSync(folder).length === 0)
    copyFileSync(inject('migratedDatabase'), join(folder, databaseFileName))
}
