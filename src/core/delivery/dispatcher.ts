/** Takes messages from the outbox to their providers: a few at a time, what someone waits for first, until taken or dead. */
import type { DeliveryFailure } from '../../contract/verification.ts'
import { randomBelow } from '../kernel/chance.ts'
import { deadlines } from '../kernel/deadlines.ts'
import { untried } from './attempt-outcome.ts'
import { type CarrierParts, messageCarrier, roundOf } from './message-carrier.ts'
import type { OutboxRow } from './outbox.ts'
import type { UsableProvider } from './provider-directory.ts'

/** So many messages are under way at once, and at one provider at most so many: one that hangs must not hold the others up. */
const atOnce = 16
const atOnceEach = 4
/** So many that are due are looked at first, and so many where those all wait for a busy provider. */
const lookedAt = 8
const lookedAtFurther = 64
/** After a fault of the database the outbox is looked at again after 5 s. */
const afterFaultMs = 5_000
/** A stop of the program waits this long for messages under way: 3 s. */
const graceMs = 3_000
/** While the network is down it is looked for this often: 2 s. */
const networkCheckMs = 2_000

export interface DispatcherParts extends CarrierParts {
  /** Whether this machine has any network. */
  readonly networkUp: () => boolean
  /** Why an SMS that is no code may not leave now; null where it may. A code was judged when it was asked for. */
  readonly mayLeave: (row: OutboxRow) => { readonly words: string } | null
}

export interface Dispatcher {
  start(): void
  /** Something new lies in the outbox. */
  nudge(): void
  /** The providers changed, or the network came back: what waits for them is looked at again. */
  recheck(): void
  /** Stops taking messages and waits 3 s for those under way; what is still out then is asked about at the next start. */
  stop(): Promise<void>
  /** Sends what is due now, and resolves once nothing is under way; for tests. */
  idle(): Promise<void>
}

export function dispatcher(parts: DispatcherParts): Dispatcher {
  const { outbox, clock, directory, transact } = parts
  const underWay = new Map<string, { readonly providerId: string; readonly work: Promise<void> }>()
  const attempts = deadlines(parts.timers)
  const carrier = messageCarrier(parts, attempts)
  let running = false
  let planned: () => void = () => {}
  let nudged = false
  /** Something failed that is ours: a message may stand as being sent whose attempt is over. */
  let stranded = false

  const busy = (providerId: string): boolean =>
    [...underWay.values()].filter((each) => each.providerId === providerId).length >= atOnceEach

  function launch(row: OutboxRow, provider: UsableProvider): void {
    const carried = row.status === 'asking' ? carrier.ask(row, provider) : carrier.send(row, provider)
    const work = carried
      .then(
        () => true,
        (error: unknown) => {
          const errorName = error instanceof Error ? error.name : 'unknown'
          parts.logger.error('delivery failed', { messageId: row.id, errorName })
          stranded = true
          return false
        },
      )
      .then((well) => {
        underWay.delete(row.id)
        if (well) pump()
        else plan(afterFaultMs)
      })
    underWay.set(row.id, { providerId: provider.id, work })
  }

  /** A message in doubt is a question for the provider that may have it. */
  function look(row: OutboxRow): void {
    const provider = row.provider === null ? undefined : directory.byId(row.provider)
    const { gateway } = provider ?? { gateway: null }
    if (carrier.codeIsDead(row) || provider === undefined || gateway?.lookUp === undefined)
      carrier.end(row, 'unconfirmed', 'unconfirmed', row.words ?? 'interrupted while sending')
    else if (!busy(provider.id)) launch(row, { ...provider, gateway })
  }

  /** Why a message can go nowhere any more; null where it still can. */
  function hopeless(
    row: OutboxRow,
    nowMs: number,
  ): { readonly failure: DeliveryFailure; readonly words: string } | null {
    if (nowMs >= row.dies_at_ms || carrier.codeIsDead(row))
      return { failure: row.failure ?? 'code_died', words: row.words ?? '' }
    if (directory.order(row.channel, row.to_value).length === 0)
      return { failure: row.failure ?? 'not_configured', words: row.words ?? '' }
    const stopped = row.urgent === 1 ? null : parts.mayLeave(row)
    return stopped === null ? null : { failure: 'not_allowed', words: stopped.words }
  }

  /** Sends it now, says when to look again, or ends it; leaves it where its provider is busy. */
  function consider(row: OutboxRow): void {
    const nowMs = clock.now()
    const end = hopeless(row, nowMs)
    if (end !== null) carrier.end(row, 'failed', end.failure, end.words)
    else route(row, nowMs)
  }

  function route(row: OutboxRow, nowMs: number): void {
    const order = directory.order(row.channel, row.to_value)
    const reachable = parts.networkUp() ? order : order.filter(({ gateway }) => gateway.local === true)
    const left = untried(reachable, roundOf(row))
    const candidates = left.length > 0 ? left : reachable
    const permitted = candidates.filter(({ breaker }) => breaker.permits())
    const free = permitted.find(({ id }) => !busy(id))
    if (free !== undefined) launch(row, free)
    else if (permitted.length === 0) {
      // At least a moment: a circuit whose one trial is under way may be closed any time.
      const retries = candidates.flatMap(({ breaker }) => breaker.state().retryAtMs ?? [])
      const untilMs = reachable.length === 0 ? nowMs + networkCheckMs : Math.max(nowMs + 250, Math.min(...retries))
      transact(() => outbox.postpone(row.id, untilMs))
    }
  }

  function plan(ms: number): void {
    planned()
    planned = running ? parts.timers.after(ms, pump) : () => {}
  }

  /** Never throws: a database that cannot be read or written now is asked again later, by a timer. */
  function pump(): void {
    planned()
    planned = () => {}
    nudged = false
    if (!running || !directory.loaded()) return
    try {
      if (stranded) transact(() => outbox.askAboutStranded(clock.now(), (id) => underWay.has(id)))
      stranded = false
      considerDue()
    } catch (error) {
      parts.logger.error('the outbox cannot be read', { errorName: error instanceof Error ? error.name : 'unknown' })
      plan(afterFaultMs)
    }
  }

  /** False where every one of them waits for a provider that is busy, so that others behind them may be free. */
  function considerFirst(count: number): boolean {
    const due = outbox.due(clock.now(), count)
    const before = underWay.size
    for (const row of due) {
      if (underWay.size >= atOnce) break
      if (underWay.has(row.id)) continue
      if (row.status === 'asking') look(row)
      else consider(row)
    }
    return due.length < count || underWay.size > before
  }

  function considerDue(): void {
    if (!considerFirst(lookedAt) && underWay.size < atOnce) considerFirst(lookedAtFurther)
    const nextAtMs = outbox.nextDueAtMs()
    // What is due and was left waits for a provider that is busy; whoever ends there looks at it again.
    const left = nextAtMs !== null && nextAtMs <= clock.now()
    if (nextAtMs !== null && underWay.size < atOnce && !(left && underWay.size > 0))
      plan(Math.max(10, Math.min(nextAtMs - clock.now(), 60_000)))
  }

  return {
    start() {
      running = true
      // A crash left these half sent: their providers are asked, and nothing is sent twice blindly.
      transact(() => outbox.askAboutInterrupted(clock.now()))
      pump()
    },
    nudge() {
      if (nudged || !running) return
      nudged = true
      // After the answer to whoever asked, and not always equally long after: a kiosk's answer must not tell by its time
      // whether a message is being sent.
      // Counted from after the transaction that asked, whose commit may itself take longer than that.
      queueMicrotask(() => {
        if (nudged) plan(5 + randomBelow(parts.chance, 25))
      })
    },
    recheck() {
      if (!running) return
      try {
        transact(() => outbox.wake(clock.now()))
        plan(0)
      } catch (error) {
        // Called by timers and by circuits: nobody there could do anything about a database that cannot be written now.
        parts.logger.error('the outbox cannot be woken', { errorName: error instanceof Error ? error.name : 'unknown' })
        plan(afterFaultMs)
      }
    },
    async stop() {
      running = false
      planned()
      const cancel = parts.timers.after(graceMs, () => attempts.callOff())
      await Promise.all([...underWay.values()].map(({ work }) => work))
      cancel()
    },
    async idle() {
      pump()
      while (underWay.size > 0) await Promise.all([...underWay.values()].map(({ work }) => work))
    },
  }
}
