/** Run once before all tests: a new office's database, which every office of the tests begins as a copy of. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { databaseFileName, openDatabase } from '../../src/storage/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly migratedDatabase: string
  }
}

const migrationsFolder = fileURLToPath(new URL('../../src/storage/migrations/', import.meta.url))

/** Vitest's hook. Each migration waits for the disk; a copy of what they end with takes a fiftieth of the time. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-migrated-'))
  const opened = openDatabase({ folder, migrationsFolder, time: { wallMs: () => Date.UTC(2026, 9, 21, 9, 0) } })
  if (!opened.ok) throw new Error(opened.failure.message)
  opened.value.close()
  project.provide('migratedDatabase', join(folder, databaseFileName))
  return () => rmSync(folder, { recursive: true, force: true })
}
