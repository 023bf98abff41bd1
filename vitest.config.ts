import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Node keeps what it compiled here, by content: the processes that tests start, 200 of them to be killed, begin sooner.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'counterfoil-compile-cache')

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: 'test/support/migrated.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
