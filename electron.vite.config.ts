import { cpSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

/** The migrations are read as files at run time, from beside the bundle that reads them. */
function copyMigrations(): Plugin {
  return {
    name: 'counterfoil-copy-migrations',
    apply: 'build',
    writeBundle({ dir }) {
      cpSync('src/storage/migrations', `${dir}/migrations`, { recursive: true })
      cpSync('src/sync/headquarters/migrations', `${dir}/headquarters-migrations`, { recursive: true })
    },
  }
}

// Pure JavaScript goes into the bundle: a few files read instead of hundreds take a third off the time to be ready. What has
// a native part, or is loaded only when a message leaves, stays in node_modules.
const bundled = [
  '@orpc/client',
  '@orpc/contract',
  '@orpc/openapi',
  '@orpc/server',
  '@orpc/zod',
  'csv-parse',
  'csv-stringify',
  'libphonenumber-js',
  'pino',
  'uqr',
  'zod',
]

export default defineConfig({
  main: {
    plugins: [copyMigrations()],
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: bundled },
      rolldownOptions: {
        input: { index: 'src/main/index.ts', cli: 'src/cli/main.ts', worker: 'src/cli/worker.ts' },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        // A sandboxed preload is loaded as CommonJS, whatever the package's type.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // Relative addresses work under both hosts: over HTTP and under Electron's own scheme.
    base: './',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      // The page's policy allows fonts and styles from its own origin only, never from data: addresses.
      assetsInlineLimit: 0,
      minify: true,
      // In kB, of one part. The files come from this very machine, so that splitting saves little: only what is seen rarely,
      // or on one kind of screen, is read by `App.tsx` when it is asked for.
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: { input: { index: 'src/renderer/index.html' } },
    },
  },
})
