/** Asks providers how far their messages have come, ever more seldom, until each is delivered, or not, or nobody will tell. */
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { deadlines } from '../kernel/deadlines.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Notices } from '../kernel/notices.ts'
import type { Timers } from '../kernel/timers.ts'
import type { AttemptLog } from './attempt-log.ts'
import type { Cost, DeliveryReport } from './gateway.ts'
import type { OutboxRow } from './outbox.ts'
import type { ProviderDirectory } from './provider-directory.ts'

/** First asked 2 s after the taking: a text message seldom arrives sooner. */
export const firstPollMs = 2_000
/** Then after so many seconds each; the last one repeats. */
const pausesSeconds = [2, 3, 5, 8, 13, 20, 30, 60, 120, 300, 600, 1_800, 3_600] as const
/** Given up after 15 min for what someone waited for, after 24 h for any other message. */
const urgentPatienceMs = 15 * 60_000
const patienceMs = 24 * 60 * 60_000
const reportDeadlineMs = 5_000
const atOnce = 4
const afterFaultMs = 5_000

export interface PollerParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly timers: Timers
  readonly attempts: AttemptLog
  readonly directory: ProviderDirectory
  readonly notices: Notices<string>
  readonly logger: Logger
  /** A price was told: the day's account is corrected. */
  readonly onCost: (row: OutboxRow, cost: Cost) => void
}

export interface ReportPoller {
  start(): void
  /** A message was taken: its first question is due soon. */
  nudge(): void
  stop(): Promise<void>
  /** Asks what is due now and resolves once nothing is under way; for tests. */
  idle(): Promise<void>
}

export function reportPoller(parts: PollerParts): ReportPoller {
  const { attempts, clock } = parts
  const underWay = new Map<string, Promise<void>>()
  const questions = deadlines(parts.timers)
  let running = false
  let planned: () => void = () => {}
  let plannedAtMs: number | null = null

  function write(row: OutboxRow, report: DeliveryReport): void {
    const nowMs = clock.now()
    if (report.state !== 'not_heard' && report.cost !== undefined) parts.onCost(row, report.cost)
    if (report.state === 'delivered') attempts.markArrival(row.id, { delivery: 'delivered', atMs: nowMs })
    else if (report.state === 'undelivered')
      attempts.markArrival(row.id, { delivery: 'undelivered', failure: report.failure, words: report.words })
    else later(row, nowMs)
  }

  function later(row: OutboxRow, nowMs: number): void {
    const seconds = pausesSeconds[Math.min(row.polls, pausesSeconds.length - 1)] ?? 3_600
    const nextAtMs = nowMs + seconds * 1_000
    const patience = row.urgent === 1 ? urgentPatienceMs : patienceMs
    if (nextAtMs > (row.taken_at_ms ?? nowMs) + patience) attempts.markArrival(row.id, { delivery: 'not_heard' })
    else attempts.pollAgain(row.id, nextAtMs)
  }

  async function ask(row: OutboxRow): Promise<void> {
    const provider = row.provider === null ? undefined : parts.directory.byId(row.provider)
    const asking = questions.within(reportDeadlineMs, async (signal) =>
      provider?.gateway?.report?.(row.provider_message_id ?? '', signal),
    )
    const answer = await asking.catch((error: unknown): DeliveryReport => {
      const errorName = error instanceof Error ? error.name : 'unknown'
      parts.logger.error('gateway threw', { provider: row.provider ?? '', messageId: row.id, errorName })
      return { state: 'not_heard', words: '' }
    })
    if (questions.calledOff()) return
    const report = answer ?? { state: 'not_heard', words: 'This provider is no longer set up.' }
    parts.transact(() => write(row, report))
    parts.notices.publish(row.challenge_id ?? row.id)
  }

  function launch(row: OutboxRow): void {
    const work = ask(row)
      .then(
        () => true,
        (error: unknown) => {
          const errorName = error instanceof Error ? error.name : 'unknown'
          parts.logger.error('a report could not be kept', { messageId: row.id, errorName })
          return false
        },
      )
      .then((well) => {
        underWay.delete(row.id)
        if (well) pump()
        else plan(afterFaultMs)
      })
    underWay.set(row.id, work)
  }

  function plan(ms: number): void {
    planned()
    plannedAtMs = clock.now() + ms
    planned = running ? parts.timers.after(ms, pump) : () => {}
  }

  /** Never throws: a database that cannot be read now is asked again later. */
  function pump(): void {
    planned()
    planned = () => {}
    plannedAtMs = null
    if (!running) return
    try {
      const due = attempts.pollsDue(clock.now(), atOnce * 2).filter(({ id }) => !underWay.has(id))
      for (const row of due.slice(0, Math.max(0, atOnce - underWay.size))) launch(row)
      const nextAtMs = attempts.nextPollAtMs()
      if (nextAtMs !== null && underWay.size < atOnce) plan(Math.max(50, Math.min(nextAtMs - clock.now(), 60_000)))
    } catch (error) {
      const errorName = error instanceof Error ? error.name : 'unknown'
      parts.logger.error('the outbox cannot be read', { errorName })
      plan(afterFaultMs)
    }
  }

  return {
    start() {
      running = true
      pump()
    },
    nudge() {
      // The earlier moment stays: messages taken one after the other must not put the first question off for ever.
      if (running && underWay.size === 0 && plannedAtMs === null) plan(firstPollMs)
      else if (plannedAtMs !== null && plannedAtMs > clock.now() + firstPollMs) plan(firstPollMs)
    },
    async stop() {
      running = false
      planned()
      questions.callOff()
      await Promise.all(underWay.values())
    },
    async idle() {
      pump()
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
  }
}
