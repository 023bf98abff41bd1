/** Sleep, wake and shutdown of the machine: what is on screen is put away before it, and what waits is looked at after it. */
import type { App, PowerMonitor, PowerSaveBlocker } from 'electron'
import type { Logger } from '../core/kernel/logger.ts'
import type { Notices } from '../core/kernel/notices.ts'
import type { Timers } from '../core/kernel/timers.ts'

export interface PowerParts {
  readonly powerMonitor: Pick<PowerMonitor, 'on'>
  readonly app: Pick<App, 'quit'>
  readonly logger: Logger
  /** Signs staff out and loads the page anew. */
  putAway(): void
  /** Deliveries and their deadlines. */
  lookAgain(): void
}

export function mindPower({ powerMonitor, app, logger, putAway, lookAgain }: PowerParts): void {
  let isAway = false
  const away = (why: string) => (): void => {
    logger.info(why)
    if (!isAway) putAway()
    isAway = true
  }
  const back = (why: string) => (): void => {
    logger.info(why)
    // A sleep that came too suddenly to be told of: whoever wakes the machine need not be who left it.
    if (!isAway) putAway()
    isAway = false
    lookAgain()
  }
  powerMonitor.on('suspend', away('the machine goes to sleep'))
  powerMonitor.on('lock-screen', away('the screen was locked'))
  powerMonitor.on('resume', back('the machine woke up'))
  powerMonitor.on('unlock-screen', () => {
    isAway = false
  })
  powerMonitor.on('on-battery', () => logger.warn('the machine runs on its battery'))
  powerMonitor.on('on-ac', () => logger.info('the machine has power again'))
  // Not prevented: the office is closed on the way, and what was acknowledged is on disk already.
  powerMonitor.on('shutdown', () => app.quit())
}

export interface AwakeParts {
  readonly blocker: Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>
  readonly atTerminal: Notices<string>
  readonly terminalId: string
  readonly timers: Timers
  /** How many visits are open there. May end those nobody touched for long. */
  openVisits(): number
}

/** A visit nobody touches ends by being looked at: once a minute. */
const lookEveryMs = 60_000

/** Keeps the display awake while a visit is open, and no longer. */
export function stayAwakeInVisits(parts: AwakeParts): () => void {
  const { blocker, timers } = parts
  let id: number | null = null
  let cancel = (): void => {}
  const release = (): void => {
    if (id !== null && blocker.isStarted(id)) blocker.stop(id)
    id = null
  }
  function look(): void {
    cancel()
    let isOpen = false
    try {
      isOpen = parts.openVisits() > 0
    } catch {
      // A database that cannot be read shows itself elsewhere; a display that sleeps meanwhile harms nobody.
    }
    if (!isOpen) release()
    else if (id === null) id = blocker.start('prevent-display-sleep')
    if (isOpen) cancel = timers.after(lookEveryMs, look)
  }
  const stop = parts.atTerminal.subscribe(parts.terminalId, () => {
    // Told inside the transaction; looked at once that is over.
    cancel()
    cancel = timers.after(0, look)
  })
  look()
  return () => {
    stop()
    cancel()
    release()
  }
}
