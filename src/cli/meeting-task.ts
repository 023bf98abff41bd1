/** One meeting with headquarters, in the worker: on a connection of its own to this office, and one to headquarters. */
import { setTimeout as sleep } from 'node:timers/promises'
import packageFile from '../../package.json' with { type: 'json' }
import { buildRegister } from '../app.ts'
import { failed } from '../core/kernel/outcome.ts'
import { machineChance, machineTime } from '../gateways/system.ts'
import { openOffice } from '../office-data.ts'
import { wayMaker } from '../storage/transfers/make-way.ts'
import { adoptBranch } from '../sync/adopt.ts'
import { type Client, openLink } from '../sync/link.ts'
import { meet } from '../sync/meeting.ts'
import type { MeetingParts } from '../sync/parts.ts'
import { headquartersStore } from '../sync/store.ts'
import type { MeetingEnd, MeetingTask } from '../sync/task.ts'

const silent = { info() {}, warn() {}, error() {} }
/** Of the database's pages. */
const cacheKiB = 16 << 10

/** Never rejects for what may happen to a meeting. */
export async function runMeetingTask(task: MeetingTask, say: MeetingParts['say']): Promise<MeetingEnd> {
  const { url, ca } = task.credential
  const opened = openOffice({ ...task.place, time: machineTime, chance: machineChance, logger: silent, cacheKiB })
  if (!opened.ok) return failed({ reason: 'office_storage', words: opened.failure.message, passing: true })
  const office = opened.value
  const flag = new Int32Array(task.cancelFlag)
  const monotonicMs = (): number => machineTime.monotonicMs()
  const settings = office.settings.get()
  const register = buildRegister(office)
  const parts: Omit<MeetingParts, 'connect'> = {
    ...office,
    customerStore: register.customerStore,
    billStore: register.billStore,
    store: headquartersStore(office.db),
    monotonicMs,
    makeWay: wayMaker(office.db, { monotonicMs, pause: (ms) => sleep(ms) }),
    cancelled: () => Atomics.load(flag, 0) !== 0,
    say,
    office: { name: settings.officeName, currency: settings.currency, version: packageFile.version },
    by: task.by,
  }
  async function connect(): Promise<Client> {
    const client = await openLink(url, ca)
    try {
      if (task.adopt) await adoptBranch(parts, client, url)
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
  }
  try {
    return await meet({ ...parts, connect }, { takeOver: task.takeOver })
  } finally {
    office.db.close()
  }
}
