/**
 * Keeps the terminal up to date: asks the feed at the start and every six hours, brings a newer release onto the disk in
 * the background, and installs it when nobody is being served. What it does not trust it refuses, and says why.
 */
import type { RefusalReason, UpdateState, WaitReason } from '../../contract/update.ts'
import type { AuditTrail } from '../audit/trail.ts'
import { dayOf } from '../kernel/calendar.ts'
import { type Chance, randomBelow } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Timers } from '../kernel/timers.ts'
import type { Release, UpdateHost, UpdateInstaller } from './feed.ts'
import { reasonsToWait } from './install-rules.ts'
import { offerFor } from './offer-rules.ts'
import { updateStore } from './store.ts'

export const askEveryMs = 6 * 60 * 60_000
/** The first question comes one to eleven minutes after the start: not all terminals of an office at once. */
const firstAfterMs = 60_000
const jitterMs = 10 * 60_000
/** How often one that is ready looks whether the counter is free. */
const lookEveryMs = 60_000

/** What the log says; an administrator reads the same in their own language. */
const refusals: Readonly<Record<RefusalReason, string>> = {
  unreachable: 'the update feed did not answer',
  signature_missing: 'an update was refused: its manifest is not signed',
  signature_wrong: 'an update was refused: the signature of its manifest is wrong',
  unreadable: 'an update was refused: its manifest cannot be read',
  downgrade: 'an update was refused: it is older than what runs',
  wrong_channel: 'an update was refused: it is of another channel',
  wrong_processor: 'an update was refused: it is for another processor',
  wrong_file: 'an update was refused: what came is not what the manifest names',
  broken_download: 'an update could not be downloaded whole',
  backup_failed: 'an update was put off: the office could not be backed up first',
  install_failed: 'an update could not be installed',
}

export interface UpdateParts {
  readonly db: Db
  readonly transact: Transact
  readonly audit: AuditTrail
  readonly clock: Clock
  readonly timers: Timers
  readonly chance: Chance
  readonly newId: NewId
  readonly logger: Logger
  readonly timeZone: string
  readonly host: UpdateHost
}

const isSame = (a: Release, b: Release): boolean => JSON.stringify(a.files) === JSON.stringify(b.files)

type Step = UpdateState['step']
type Installing = { outcome: 'started' } | { outcome: 'refused'; waitingFor: WaitReason[] }

export function updateService(parts: UpdateParts) {
  const { host, clock, timers, logger } = parts
  const { source, version, channel, arch } = host
  const store = updateStore(parts.db, parts.newId)
  const day = dayOf(parts.timeZone)
  let step: Step = 'off' in source ? { kind: 'off', why: source.off } : { kind: 'current' }
  let ready: Release | null = null
  let checkedAtMs: number | null = null
  let underWay: Promise<void> | null = null
  let isOver = false
  let isLeaving = false
  let cancelAsk: () => void = () => {}
  let cancelLook: () => void = () => {}

  function refuse(why: RefusalReason, offered: string | null): void {
    logger.warn(refusals[why], { errorCode: why })
    step = { kind: 'refused', offered, why, atMs: clock.now() }
  }

  /** `offered`: the version in question; null for none. */
  function reasons(pressed: boolean, offered = ready?.version ?? null): WaitReason[] {
    const nowMs = clock.now()
    const moment = {
      ...store.facts(nowMs),
      triedAgoMs: offered === null ? null : store.triedAgoMs(offered, nowMs),
      touchedAgoMs: host.touchedAgoMs(),
      transferUnderWay: host.transferring(),
      minuteOfDay: Math.floor((nowMs - day(nowMs).startMs) / 60_000),
      workingHours: host.workingHours,
      unattended: host.unattended,
    }
    return reasonsToWait(moment, pressed)
  }

  async function ask(): Promise<void> {
    if ('off' in source) return
    const before = step
    step = { kind: 'checking' }
    const latest = await source.feed.latest()
    // A press may have come meanwhile: what was ready is being installed.
    if (isOver || isInstalling()) return
    if (latest.ok || latest.failure !== 'unreachable') checkedAtMs = clock.now()
    if (!latest.ok) {
      // No line to the feed says nothing against what already lies ready.
      if (latest.failure === 'unreachable' && ready !== null) step = before
      else {
        ready = null
        refuse(latest.failure, null)
      }
      return
    }
    const release = latest.value
    const offer = offerFor({ version, channel, arch, installId: store.installId() }, release)
    if (offer !== 'newer') {
      // What was ready is no longer on offer: withdrawn, and not installed.
      ready = null
      if (offer === 'current') step = { kind: 'current' }
      else if (offer === 'not_yet') step = { kind: 'not_yet', offered: release.version }
      else refuse(offer, release.version)
      return
    }
    if (ready !== null && isSame(ready, release)) step = { kind: 'ready', offered: release.version, waitingFor: [] }
    else await bring(source.installer, release)
  }

  async function bring(installer: UpdateInstaller, release: Release): Promise<void> {
    ready = null
    step = { kind: 'downloading', offered: release.version }
    const downloaded = await installer.download(release)
    if (isOver) return
    if (!downloaded.ok) return refuse(downloaded.failure, release.version)
    ready = release
    step = { kind: 'ready', offered: release.version, waitingFor: [] }
    logger.info('an update is ready')
    look()
  }

  /** Installs what is ready once nothing holds it back, and looks again in a minute while something does. */
  function look(): void {
    cancelLook()
    if (isOver || ready === null) return
    if (reasons(false).length === 0) void putInPlace('system', false).catch(noteFailedInstall)
    else cancelLook = timers.after(lookEveryMs, look)
  }

  const isInstalling = (): boolean => step.kind === 'installing'
  const noteDefect = (error: unknown): void =>
    logger.error('an update failed', { errorName: error instanceof Error ? error.name : 'unknown' })
  function noteFailedInstall(error: unknown): void {
    noteDefect(error)
    isLeaving = false
    refuse('install_failed', null)
  }

  /** `pressed`: an administrator asked for it. */
  async function putInPlace(actor: string, pressed: boolean): Promise<void> {
    if ('off' in source || ready === null) return
    const release = ready
    ready = null
    if (!source.installer.canReplace()) return refuse('install_failed', release.version)
    step = { kind: 'installing', offered: release.version }
    const kept = await host.beforeInstall()
    if (isOver) return
    if (!kept.ok) return refuse('backup_failed', release.version)
    // The copy took its time: somebody may have come meanwhile.
    if (reasons(pressed, release.version).length > 0) {
      ready = release
      step = { kind: 'ready', offered: release.version, waitingFor: [] }
      look()
      return
    }
    isLeaving = true
    parts.transact(() => {
      store.noteTry(release.version, clock.now())
      parts.audit.append({
        actor,
        terminalId: null,
        visitId: null,
        action: 'office.update_started',
        subject: 'office',
        outcome: 'done',
        detail: { from: version, to: release.version },
      })
    })
    const installed = await source.installer.install()
    isLeaving = false
    if (!installed.ok) refuse(installed.failure, release.version)
  }

  /** One question at a time: a press during one waits for the same answer. */
  function check(): Promise<void> {
    if (isInstalling()) return Promise.resolve()
    underWay ??= ask()
      .catch((error: unknown) => {
        noteDefect(error)
        refuse('unreachable', null)
      })
      .finally(() => {
        underWay = null
      })
    return underWay
  }

  function askAgainIn(ms: number): void {
    cancelAsk = timers.after(ms, () => {
      void check()
      askAgainIn(askEveryMs)
    })
  }

  function state(): UpdateState {
    const shown: Step = step.kind === 'ready' ? { ...step, waitingFor: reasons(true) } : step
    return { version, channel, checkedAtMs, step: shown }
  }

  return {
    state,
    async check(): Promise<UpdateState> {
      await check()
      return state()
    },
    /** The office makes way for the new version: nothing may be begun any more. */
    isLeaving: (): boolean => isLeaving,
    /** By an administrator's press. The backup and the end of the program come after the answer. */
    install(actor: string): Installing {
      if (ready === null) return { outcome: 'refused', waitingFor: [] }
      const waitingFor = reasons(true)
      if (waitingFor.length > 0) return { outcome: 'refused', waitingFor }
      cancelLook()
      void putInPlace(actor, true).catch(noteFailedInstall)
      return { outcome: 'started' }
    },
    start(): void {
      if ('off' in source) {
        if (source.off === 'insecure_feed' || source.off === 'no_key') logger.warn(offWords[source.off])
        return
      }
      askAgainIn(firstAfterMs + randomBelow(parts.chance, jitterMs))
    },
    stop(): void {
      isOver = true
      cancelAsk()
      cancelLook()
    },
  }
}

const offWords = {
  insecure_feed: 'updates are off: COUNTERFOIL_UPDATE_FEED is not an https address',
  no_key: 'updates are off: this build holds no key to prove them with',
} as const
