/** What the terminal's windows talk to: the counter, or, where its data could not be opened, the way back to a backup. */
import type { PowerSaveBlocker } from 'electron'
import { dismissStaff, type Session, sessionsInMemory } from '../api/sessions.ts'
import { fillWithDemo } from '../cli/demo.ts'
import { closedOffice } from '../closed-office.ts'
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import type { Machine } from '../core/terminals/machine.ts'
import { type Counter, type CounterParts, openCounter } from '../counter.ts'
import { machineTimers } from '../gateways/system.ts'
import { stayAwakeInVisits } from './power.ts'
import { portBinder, type RpcPort, recoveryBinder } from './rpc-port.ts'
import { installedTerminal } from './terminal-key.ts'
import { rememberKiosk } from './terminal-settings.ts'

export interface SeatPort extends RpcPort {
  close(): void
}

export interface Seat {
  /** An administrator made this terminal a kiosk; null while the office cannot be asked. */
  readonly isKiosk: boolean | null
  bindCounter(port: SeatPort, machine: Machine): void
  /** The customer's side has the rights of nobody, whoever works at the desk. */
  bindCustomer(port: SeatPort): void
  isStaffed(): boolean
  /** Whoever was here is gone: staff are signed out, and what was shown to a customer is over. */
  putAway(): void
  /** Time went by unseen: deliveries and their deadlines. */
  lookAgain(): void
  fillWithDemo(say: SeatParts['say']): Promise<void>
  close(): Promise<void>
}

export interface SeatParts {
  readonly counter: CounterParts
  readonly blocker: Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>
  say(line: string): void
  /** The window is a locked kiosk's. */
  isHeld(): boolean
  /** This seat should be closed and another opened in its place. */
  onAgain(): void
}

const toldAs = 'the desktop terminal'

/** An end that is asked for while the office makes way for another must not close it twice. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null
  return () => {
    closing ??= close()
    return closing
  }
}

/** Fails with one line. */
export function openSeat(parts: SeatParts): Outcome<Seat, string> {
  const opened = openCounter(parts.counter)
  if (opened.ok) return done(openSeatAt(opened.value, parts))
  const { closed: why, message } = opened.failure
  if (why === null) return failed(message)
  return closedSeat({ ...parts, why, message })
}

function openSeatAt(counter: Counter, { counter: { folder }, blocker, say, onAgain }: SeatParts): Seat {
  for (const problem of counter.problems) say(problem)
  counter.announce(toldAs)
  counter.onRestart(onAgain)
  const { app, transfers } = counter
  const terminal = installedTerminal(folder, app.terminals)
  const { terminalId } = terminal
  const isKiosk = terminal.face === 'kiosk'
  const isRemembered = rememberKiosk(folder, isKiosk)
  if (isKiosk && !isRemembered) say('terminal.json could not be written: a start that cannot ask the office is a desk.')
  const session: Session = sessionsInMemory().at(terminal)
  const bind = portBinder({ app, transfers, storageFault: counter.storageFault })
  const stopAwake = stayAwakeInVisits({
    blocker,
    atTerminal: app.atTerminal,
    terminalId,
    timers: machineTimers,
    openVisits: () => app.visits.listOpen(terminalId).length,
  })
  return {
    isKiosk,
    bindCounter: (port, machine) => bind(port, { session, machine }),
    bindCustomer: (port) => bind(port, { session: { terminal, staff: null }, machine: null }),
    isStaffed: () => session.staff !== null,
    putAway() {
      if (typeof session.staffSessionId === 'string') app.staffAccess.sessions.signOut(session.staffSessionId)
      dismissStaff(session)
      app.customerDisplay.show(terminalId, { shows: 'welcome' })
      // A customer alone at a kiosk is gone; a desk's visits wait for who signs in again.
      app.visits.endLeftBehind(terminalId)
    },
    lookAgain: () => app.delivery.recheck(),
    fillWithDemo: (fail) => fillWithDemo(app, { out: (line) => void process.stdout.write(`${line}\n`), fail }),
    close: once(() => {
      stopAwake()
      // It may have been made a kiosk, or a desk, meanwhile: the next start knows before it asks.
      rememberKiosk(folder, installedTerminal(folder, app.terminals).face === 'kiosk')
      return counter.close()
    }),
  }
}

type ClosedParts = SeatParts & Pick<Parameters<typeof closedOffice>[0], 'why' | 'message'>

function closedSeat({ counter, why, message, say, isHeld, onAgain }: ClosedParts): Outcome<Seat, string> {
  say(message)
  const { folder, migrationsFolder, workerUrl, logger } = counter
  const opened = closedOffice({ folder, migrationsFolder, workerUrl, logger, why, message, held: isHeld() })
  if (!opened.ok) return opened
  const closed = opened.value
  closed.announce(toldAs)
  closed.onReopen(onAgain)
  const nothing = (): void => {}
  return done({
    isKiosk: null,
    bindCounter: recoveryBinder(closed),
    // Backups are not a customer's to look at: their screen waits until the office answers again.
    bindCustomer: (port) => port.close(),
    isStaffed: () => false,
    putAway: nothing,
    lookAgain: nothing,
    fillWithDemo: async () => {},
    close: once(() => closed.close()),
  })
}
