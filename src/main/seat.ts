/** What the terminal's window talks to: the counter, or, where its data could not be opened, the way back to a backup. */

import { sessionsInMemory } from '../api/sessions.ts'
import { closedOffice } from '../closed-office.ts'
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import { type CounterParts, openCounter } from '../counter.ts'
import { storageFault } from '../storage/database.ts'
import { portBinder, type RpcPort, recoveryBinder } from './rpc-port.ts'
import { installedTerminal } from './terminal-key.ts'

export interface Seat {
  bind(port: RpcPort): void
  close(): Promise<void>
}

const toldAs = 'the desktop terminal'

/** Fails with one line. `onAgain` is called when this seat should be closed and another opened in its place. */
export function openSeat(parts: CounterParts, say: (line: string) => void, onAgain: () => void): Outcome<Seat, string> {
  const opened = openCounter(parts)
  if (opened.ok) {
    const counter = opened.value
    for (const problem of counter.problems) say(problem)
    counter.announce(toldAs)
    counter.onRestart(onAgain)
    const { app, transfers } = counter
    const session = sessionsInMemory().at(installedTerminal(parts.folder, app.terminals))
    const bind = portBinder({ app, transfers, storageFault })
    return done({ bind: (port) => bind(port, session), close: () => counter.close() })
  }
  const { closed: why, message } = opened.failure
  if (why === null) return failed(message)
  say(message)
  const { folder, migrationsFolder, workerUrl, logger } = parts
  const closed = closedOffice({ folder, migrationsFolder, workerUrl, logger, why, message })
  if (!closed.ok) return closed
  closed.value.announce(toldAs)
  closed.value.onReopen(onAgain)
  return done({ bind: recoveryBinder(closed.value), close: () => closed.value.close() })
}
