/** Opens the counter of a folder, says what came of it, and ends. */
import { fileURLToPath } from 'node:url'
import { noPrinter } from '../../src/core/printing/port.ts'
import { openCounter } from '../../src/counter.ts'

const [folder = ''] = process.argv.slice(2)
const quiet = { info() {}, warn() {}, error() {} }
const opened = openCounter({
  folder,
  migrationsFolder: fileURLToPath(new URL('../../src/storage/migrations/', import.meta.url)),
  workerUrl: new URL('../../src/cli/worker.ts', import.meta.url),
  env: {},
  logger: quiet,
  pdf: { print: async () => ({ outcome: 'refused', reason: 'no_browser' }) },
  printer: noPrinter,
})
process.stdout.write(opened.ok ? 'open' : `${opened.failure.closed}: ${opened.failure.message}`)
if (opened.ok) await opened.value.close()
