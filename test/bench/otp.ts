/**
 * Issue-and-verify pairs per second, with audit and outbox on, against a bare better-sqlite3 loop that writes the same
 * rows just as durably. Both run in turns in one process, a block each, so that a wandering machine slows both alike.
 */
import { join } from 'node:path'
import { bySystem } from '../../src/core/audit/trail.ts'
import type { Caller } from '../../src/core/visits/caller.ts'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { bareLoop } from './bare-loop.ts'
import { type Bench, benchApp, benchOffice, inFolder, migrationsFolder, percentile, rounded } from './measure.ts'
import { person } from './people.ts'

const people = 10_000
const terminals = 200
const block = 500

export const otpBench: Bench = {
  defaultRows: 20_000,
  run: (rows) =>
    inFolder(async (folder) => {
      let nowMs = Date.UTC(2026, 0, 1)
      const office = benchOffice(folder, { wallMs: () => nowMs, monotonicMs: () => nowMs })
      const app = benchApp(folder, office)
      const limits = { ...app.settings.get().limits, numberBlockPer10Minutes: 10_000 }
      app.settings.change({ limits }, bySystem)
      office.transact(() => {
        for (let at = 0; at < people; at += 1) app.customers.upsert(person(at))
      })
      const asks = Array.from({ length: people }, (_, at) => {
        const customerId = app.customerStore.byAccount(`IN-${100_000 + at}`)?.id ?? ''
        return {
          customerId,
          contactId: app.customerStore.contactsOf(customerId).find((each) => each.kind === 'phone')?.id ?? '',
          channel: 'sms' as const,
        }
      })
      const callers = Array.from({ length: terminals }, (): Caller => {
        const { terminal } = app.terminals.enrol()
        return {
          terminalId: terminal.terminalId,
          terminalLabel: terminal.label,
          staff: { staffId: office.newId(), name: 'Clerk', role: 'clerk' },
        }
      })

      const bareDb = openConnection(join(folder, 'bare.db'))
      migrate(bareDb, readMigrations(migrationsFolder), office.clock)
      const bare = bareLoop(bareDb)

      const issued = new Float64Array(rows)
      const verified = new Float64Array(rows)
      let oursMs = 0
      let bareMs = 0
      const pair = (nth: number): void => {
        const ask = asks[nth % people]
        const caller = callers[nth % terminals]
        if (ask === undefined || caller === undefined) throw new Error('nobody to ask')
        // Ten seconds between two pairs: nobody runs into a limit, and the day's rows behind each contact stay few.
        nowMs += 10_000
        const t0 = performance.now()
        const sent = app.verification.start(caller, ask)
        const t1 = performance.now()
        if (sent.outcome !== 'sent') throw new Error(sent.reason)
        const message = app.outbox.byChallenge(sent.challenge.challengeId)
        const code = message === undefined ? null : app.outbox.secretOf(message)
        const t2 = performance.now()
        const outcome = app.verification.verify(caller, { challengeId: sent.challenge.challengeId, code: code ?? '' })
        const t3 = performance.now()
        if (outcome.outcome !== 'verified') throw new Error(outcome.outcome)
        issued[nth] = t1 - t0
        verified[nth] = t3 - t2
        oursMs += t1 - t0 + (t3 - t2)
      }
      for (let from = 0; from < rows; from += block) {
        const count = Math.min(block, rows - from)
        for (let at = 0; at < count; at += 1) pair(from + at)
        const started = performance.now()
        for (let at = 0; at < count; at += 1) bare(from + at)
        bareMs += performance.now() - started
      }
      bareDb.close()
      office.db.close()
      const ms = (samples: Float64Array) => ({
        p50: rounded(percentile(samples, 50)),
        p99: rounded(percentile(samples, 99)),
      })
      return {
        pairsPerSecond: Math.round((rows / oursMs) * 1000),
        barePairsPerSecond: Math.round((rows / bareMs) * 1000),
        ratio: rounded(bareMs / oursMs),
        issueMs: ms(issued),
        verifyMs: ms(verified),
      }
    }),
}
