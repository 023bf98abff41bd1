import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'

// Node keeps what it compiled here, by content: the processes that tests start, 200 of them to be killed, begin sooner.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'counterfoil-compile-cache')

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // What is Linux's own, by name: its packages, its limits and rights.
    exclude: [...configDefaults.exclude, ...(process.platform === 'linux' ? [] : ['test/**/linux-*.test.ts'])],
    globalSetup: 'test/support/migrated.ts',
    pool: 'forks',
    // Tests wait for browsers, servers and killed processes half of their time.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
