/** Holds the meetings: on a timer with jitter, when the network comes back, and when somebody asks; one at a time. */
import type { MeetingTrouble } from '../contract/headquarters.ts'
import { type Actor, type AuditTrail, bySystem } from '../core/audit/trail.ts'
import { isTriedAgain, untilBackMs, untilFirstMs, untilNextMs, untilNextTryMs } from '../core/headquarters/schedule.ts'
import type { Chance } from '../core/kernel/chance.ts'
import type { Clock } from '../core/kernel/clock.ts'
import type { Transact } from '../core/kernel/db.ts'
import type { Logger } from '../core/kernel/logger.ts'
import type { Timers } from '../core/kernel/timers.ts'
import type { Met } from './meeting.ts'
import { type RunningMeeting, startMeeting } from './meeting-client.ts'
import type { MeetingProgress } from './parts.ts'
import type { HeadquartersStore } from './store.ts'
import type { Credential } from './task.ts'

export interface MeetingRunsParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly chance: Chance
  readonly audit: AuditTrail
  readonly logger: Logger
  readonly timers: Timers
  readonly timeZone: string
  /** The data folder. */
  readonly folder: string
  readonly migrationsFolder: string
  readonly workerUrl: URL
  readonly store: HeadquartersStore
  /** Null where there is none that can be read. */
  readonly credential: () => Promise<Credential | null>
  /** Belongs to a headquarters, or is told one by the environment. */
  readonly joined: () => boolean
  readonly everyMinutes: () => number
  /** Whether anything listens there; cheap. Never rejects. */
  readonly somethingListens: (host: string, port: number) => Promise<boolean>
  /** Hears how each meeting ended. */
  readonly onEnd?: ((end: MeetingEnded) => void) | undefined
}

export type MeetingEnded =
  | { readonly ok: true; readonly met: Met }
  | { readonly ok: false; readonly trouble: MeetingTrouble; readonly words: string }

/** How often it is looked whether headquarters can be reached again, while it cannot. */
const knockFromMs = 15_000
const knockSpreadMs = 10_000
/** A screen that says again and again that the network is back makes no meetings of it. */
const backAtMostEveryMs = 10_000

export function meetingRuns(parts: MeetingRunsParts) {
  const { store, timers, chance, clock } = parts
  let progress: MeetingProgress | null = null
  let task: RunningMeeting | null = null
  let ended: Promise<void> = Promise.resolve()
  let failures = 0
  let nextAtMs: number | null = null
  let cancelNext = (): void => {}
  let cancelKnock = (): void => {}
  let isCancelled = false
  let isClosed = false

  const trouble = (): MeetingTrouble | null => store.state().failure as MeetingTrouble | null

  function plan(afterMs: number): void {
    cancelNext()
    nextAtMs = clock.now() + afterMs
    cancelNext = timers.after(afterMs, () => void run(bySystem, false))
  }

  function planNothing(): void {
    cancelNext()
    cancelKnock()
    nextAtMs = null
  }

  function record(by: Actor, action: string, outcome: string, detail: Record<string, string | number>): void {
    try {
      parts.transact(() => parts.audit.append({ ...by, visitId: null, action, subject: 'office', outcome, detail }))
    } catch (error) {
      parts.logger.warn('a meeting could not be put on the trail', { errorName: nameOf(error) })
    }
  }

  async function hold(by: Actor, takeOver: boolean): Promise<MeetingEnded> {
    const credential = await parts.credential()
    if (credential === null)
      return { ok: false, trouble: 'no_credential', words: 'The key of headquarters cannot be read here. Join again.' }
    const { folder, migrationsFolder, timeZone } = parts
    const started = startMeeting(
      { place: { folder, migrationsFolder, timeZone }, credential, adopt: true, takeOver, by },
      parts.workerUrl,
      timers,
      (now) => {
        progress = now
      },
    )
    task = started
    if (isClosed || isCancelled) started.cancel()
    const end = await started.end
    if (end.ok) return { ok: true, met: end.value }
    return { ok: false, trouble: end.failure.reason, words: end.failure.words }
  }

  /** What failed is kept, for the screens and the next start; the trail hears of it once. */
  function noteTrouble(before: string | null, now: MeetingTrouble, words: string): void {
    parts.logger.warn('a meeting with headquarters failed', { errorName: now })
    try {
      if (trouble() !== now) parts.transact(() => store.noteFailure(clock.now(), now, words))
    } catch (error) {
      parts.logger.warn('a failed meeting could not be noted', { errorName: nameOf(error) })
    }
    if (before !== now) record(bySystem, 'headquarters.failed', now, {})
  }

  async function once(by: Actor, takeOver: boolean): Promise<void> {
    let end: MeetingEnded
    const before = trouble()
    try {
      end = await hold(by, takeOver)
    } catch (error) {
      end = { ok: false, trouble: 'bug', words: `The meeting could not begin (${nameOf(error)}).` }
    } finally {
      progress = null
      task = null
    }
    if (isClosed) return
    failures = end.ok ? 0 : failures + 1
    if (!end.ok) noteTrouble(before, end.trouble, end.words)
    planNext(end)
    parts.onEnd?.(end)
  }

  function planNext(end: MeetingEnded): void {
    if (!parts.joined() || (!end.ok && !isTriedAgain(end.trouble))) planNothing()
    else if (end.ok) plan(untilNextMs(parts.everyMinutes(), chance))
    else plan(untilNextTryMs(end.trouble, failures, chance))
    if (nextAtMs !== null && !end.ok && end.trouble === 'unreachable') knockLater(true)
  }

  /** False where one is under way. Never rejects. */
  function run(by: Actor, takeOver: boolean): boolean {
    if (progress !== null || isClosed || !parts.joined()) return false
    planNothing()
    isCancelled = false
    progress = { doing: 'connect', records: 0 }
    ended = once(by, takeOver)
    return true
  }

  /** Meets as soon as headquarters, which did not listen, listens again: the pauses between tries may have grown long. */
  function knockLater(listened: boolean): void {
    cancelKnock()
    const afterMs = knockFromMs + (chance.bytes(1)[0] ?? 0) * (knockSpreadMs / 256)
    cancelKnock = timers.after(afterMs, () => void knock(listened))
  }

  async function knock(listened: boolean): Promise<void> {
    const credential = await parts.credential()
    const at = credential === null ? null : addressOf(credential.url)
    const listens = at === null || (await parts.somethingListens(at.host, at.port))
    if (progress !== null || isClosed || nextAtMs === null) return
    if (listens && !listened) plan(untilBackMs(chance))
    else knockLater(listens)
  }

  return {
    trouble,
    progress: () => progress,
    nextAtMs: () => nextAtMs,
    record,
    run,
    /** Where this office belongs to a headquarters, the first meeting is soon. */
    start(): void {
      if (parts.joined()) plan(untilFirstMs(chance))
    },
    /** The time between two meetings is another one now. */
    planAnew(): void {
      if (progress === null && nextAtMs !== null && trouble() === null) plan(untilNextMs(parts.everyMinutes(), chance))
    },
    networkBack(): void {
      const triedAtMs = store.state().last_try_at_ms ?? 0
      if (progress !== null || trouble() !== 'unreachable' || clock.now() - triedAtMs < backAtMostEveryMs) return
      plan(untilBackMs(chance))
    },
    cancel(): void {
      // The worker may not have begun.
      isCancelled = true
      task?.cancel()
    },
    /** Resolves once none is under way. */
    async stop(): Promise<void> {
      planNothing()
      isCancelled = true
      await task?.stop()
      await ended
    },
    async close(): Promise<void> {
      isClosed = true
      planNothing()
      await task?.stop()
      await ended
    },
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

/** Null where the address is none. */
function addressOf(url: string): { host: string; port: number } | null {
  if (!URL.canParse(url)) return null
  const { hostname, port } = new URL(url)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 5432 : Number(port) }
}
