/** Opens the counter of a folder, or the closed office in its place, says what came of it, and ends. */
import { fileURLToPath } from 'node:url'
import { closedOffice } from '../../src/closed-office.ts'
import { noPrinter } from '../../src/core/printing/port.ts'
import { openCounter } from '../../src/counter.ts'

const [folder = ''] = process.argv.slice(2)
const quiet = { info() {}, warn() {}, error() {} }
const parts = {
  folder,
  migrationsFolder: fileURLToPath(new URL('../../src/storage/migrations/', import.meta.url)),
  workerUrl: new URL('../../src/cli/worker.ts', import.meta.url),
  logger: quiet,
}
const opened = openCounter({
  ...parts,
  env: {},
  pdf: { print: async () => ({ outcome: 'refused', reason: 'no_browser' }) },
  printer: noPrinter,
})
process.stdout.write(opened.ok ? 'open' : `${opened.failure.closed}: ${opened.failure.message}`)
if (opened.ok) await opened.value.close()
else if (opened.failure.closed !== null) {
  const { closed: why, message } = opened.failure
  const closed = closedOffice({ ...parts, why, message, held: false })
  process.stdout.write(
    closed.ok ? ` [${(await closed.value.state()).why} on screen]` : ` [no screen: ${closed.failure}]`,
  )
  if (closed.ok) await closed.value.close()
}
