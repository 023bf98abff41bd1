import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// biome-ignore lint/style/noDefaultExport: electron-vite reads its configuration from the default export.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
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
      rolldownOptions: { input: { index: 'src/renderer/index.html' } },
    },
  },
})
