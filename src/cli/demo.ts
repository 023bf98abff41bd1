/** `--demo`, for both hosts: made-up customers and staff in an office that has none. */

import type { App } from '../app.ts'
import { bySystem } from '../core/audit/trail.ts'
import type { CommandContext } from './command.ts'

export async function fillWithDemo(app: App, { out, fail }: Pick<CommandContext, 'out' | 'fail'>): Promise<void> {
  if (app.office.configured()) return
  if (app.customerStore.any()) return fail('--demo fills an empty office only; this one has customers.')
  const demo = await app.office.loadDemo(bySystem)
  const people = demo.staff.map((person) => `${person.name} ${person.password}`).join(', ')
  out(`Demo office: ${demo.customers} customers, ${demo.bills} bills. Staff and their passwords: ${people}.`)
}
