/** `npm run bench -- NAME [--rows N]`: runs one benchmark and prints one JSON line, last. */
import { parseArgs } from 'node:util'
import type { Bench } from './measure.ts'

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  otp: async () => (await import('./otp.ts')).otpBench,
  search: async () => (await import('./search.ts')).searchBench,
  import: async () => (await import('./import.ts')).importBench,
  start: async () => (await import('./start.ts')).startBench,
  audit: async () => (await import('./audit.ts')).auditBench,
  outbox: async () => (await import('./outbox.ts')).outboxBench,
  sync: async () => (await import('./sync.ts')).syncBench,
  branches: async () => (await import('./branches.ts')).branchesBench,
  timing: async () => (await import('./timing.ts')).timingBench,
}

const { values, positionals } = parseArgs({
  options: { rows: { type: 'string' }, count: { type: 'string' } },
  allowPositionals: true,
})
const name = positionals[0] ?? ''
const load = Object.hasOwn(benches, name) ? benches[name] : undefined
const asked = values.rows ?? values.count
const rows = asked === undefined ? null : Number(asked)
if (load === undefined || (rows !== null && !(Number.isSafeInteger(rows) && rows > 0))) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(benches).join('|')} [--rows N | --count N]\n`)
  process.exitCode = 2
} else {
  const bench = await load()
  const count = rows ?? bench.defaultRows
  const result = await bench.run(count)
  process.stdout.write(`${JSON.stringify({ bench: name, rows: count, ...result })}\n`)
}
