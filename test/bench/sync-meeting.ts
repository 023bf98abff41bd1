/** One meeting in a process of its own, so that its memory can be measured: prints what it met as a line of JSON. */
import { buildRegister } from '../../src/app.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { openLink } from '../../src/sync/link.ts'
import { meet } from '../../src/sync/meeting.ts'
import { headquartersStore } from '../../src/sync/store.ts'
import { benchOffice } from './measure.ts'

const [folder = '', url = ''] = process.argv.slice(2)
const office = benchOffice(folder)
const beganMs = performance.now()
const met = await meet({
  ...office,
  ...buildRegister(office),
  store: headquartersStore(office.db),
  monotonicMs: () => performance.now(),
  connect: () => openLink(url),
  makeWay: async () => {},
  cancelled: () => false,
  say: () => {},
  office: { name: 'Bench', currency: 'INR', version: 'bench' },
  by: bySystem,
})
const seconds = (performance.now() - beganMs) / 1_000
office.db.close()
const { user, system } = process.cpuUsage()
const cpuSeconds = (user + system) / 1e6
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
process.stdout.write(`${JSON.stringify({ met, seconds, peakMb, cpuSeconds })}\n`)
process.exitCode = met.ok ? 0 : 1
