/** Milliseconds for a page of the audit trail and for searches of it, over a trail of `rows`; and for the proof of the whole. */
import { buildRegister } from '../../src/app.ts'
import type { AuditFilter } from '../../src/contract/audit-filter.ts'
import { auditHistory } from '../../src/core/audit/history.ts'
import { auditNames } from '../../src/core/audit/names.ts'
import { machineTimers } from '../../src/gateways/system.ts'
import { wholeTrail } from '../support/filters.ts'
import { type Bench, benchOffice, inFolder, percentile, rounded } from './measure.ts'
import { person } from './people.ts'

const batch = 5_000
const people = 1_000

const actions = ['code.issued', 'message.attempted', 'code.checked', 'visit.opened', 'payment.taken', 'visit.ended']

/** A trail as an office's day leaves it: six rows a visit, forty members of staff, twenty terminals; now and then a wrong code. */
function fill(office: ReturnType<typeof benchOffice>, customers: readonly string[], rows: number): void {
  const staff = Array.from({ length: 40 }, () => office.newId())
  const terminals = Array.from({ length: 20 }, () => office.newId())
  for (let from = 0; from < rows; from += batch) {
    office.transact(() => {
      for (let at = from; at < Math.min(rows, from + batch); at += 1) {
        const visit = Math.floor(at / actions.length)
        office.audit.append({
          actor: staff[visit % staff.length] ?? 'system',
          terminalId: terminals[visit % terminals.length] ?? null,
          visitId: null,
          action: actions[at % actions.length] ?? 'visit.opened',
          subject: customers[visit % customers.length] ?? 'office',
          outcome: at % 997 === 0 ? 'wrong' : 'done',
          detail: { channel: 'sms', contact: '+91•••5678', reference: 'K7', nth: at },
        })
      }
    })
  }
}

export const auditBench: Bench = {
  defaultRows: 1_000_000,
  run: (rows) =>
    inFolder(async (folder) => {
      const office = benchOffice(folder)
      const register = buildRegister(office)
      for (let at = 0; at < people; at += 1) office.transact(() => register.customers.upsert(person(at)))
      const ids = Array.from(
        { length: people },
        (_, at) => register.customerStore.byAccount(person(at).accountNo)?.id ?? '',
      )
      const filling = performance.now()
      fill(office, ids, rows)
      const fillMs = performance.now() - filling
      const history = auditHistory({
        ...office,
        ...register,
        customers: register.customerStore,
        names: auditNames(office.db, register.customerStore),
        // Not the host's own timers: they keep no process alive.
        timers: { ...machineTimers, after: (ms, run) => clearTimeout.bind(null, setTimeout(run, ms)) },
        codeKey: office.keys.code,
        region: () => 'IN',
      })
      const one = history.list(wholeTrail, Math.floor(rows / 2)).entries[0]
      const asked: Readonly<Record<string, Partial<AuditFilter>>> = {
        newest: {},
        group: { group: 'money' },
        actor: { actor: one?.actor.id ?? '' },
        wrong: { outcome: 'wrong' },
        combined: { actor: one?.actor.id ?? '', group: 'codes', outcome: 'wrong' },
        day: { fromMs: one?.atMs ?? 0, toMs: (one?.atMs ?? 0) + 50 },
        id: { query: ids[3] ?? '' },
        name: { query: person(7).name },
        word: { query: 'payment.taken' },
        rare: { query: String(Math.floor(rows / 3)) },
        nothing: { query: 'no such thing' },
      }
      const latencies: Record<string, { answerMs: number; slowestMs: number; wholeMs: number; found: number }> = {}
      for (const [name, filter] of Object.entries(asked)) {
        const samples: number[] = []
        let found = 0
        let before: number | undefined
        // A screenful, or the end: as many answers as a person waits for.
        do {
          const started = performance.now()
          const page = history.list({ ...wholeTrail, ...filter }, before)
          samples.push(performance.now() - started)
          found += page.entries.length
          before = page.next?.before
        } while (found < 25 && before !== undefined)
        const all = Float64Array.from(samples)
        latencies[name] = {
          answerMs: rounded(percentile(all, 50)),
          slowestMs: rounded(percentile(all, 100)),
          wholeMs: rounded(samples.reduce((sum, ms) => sum + ms, 0)),
          found,
        }
      }
      const proving = performance.now()
      let state = ''
      const caller = { terminalId: office.newId(), terminalLabel: 'T1', staff: null }
      for await (const word of history.prove(caller, undefined)) state = word.state
      const proofMs = performance.now() - proving
      office.db.close()
      return { appendUs: rounded((fillMs / rows) * 1_000), ...latencies, proof: state, proofMs: Math.round(proofMs) }
    }),
}
