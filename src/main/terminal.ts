/** The terminal at work: an open office behind its windows. */
import { app, ipcMain, powerMonitor, powerSaveBlocker } from 'electron'
import { builtScreens } from '../api/screens.ts'
import { dismissStaff, type Session, sessionsInMemory } from '../api/sessions.ts'
import { fillWithDemo } from '../cli/demo.ts'
import type { Machine } from '../core/terminals/machine.ts'
import type { Counter } from '../counter.ts'
import { machineChance, machineTimers } from '../gateways/system.ts'
import { storageFault } from '../storage/database.ts'
import type { StartArguments } from './arguments.ts'
import { acceptConnections } from './connections.ts'
import { endCleanly } from './ending.ts'
import type { KeyRule } from './keys.ts'
import { openAtLogin } from './open-at-login.ts'
import { mindPower, stayAwakeInVisits } from './power.ts'
import { portBinder } from './rpc-port.ts'
import { installedTerminal } from './terminal-key.ts'
import { terminalSettings } from './terminal-settings.ts'
import { type CounterWindow, openCounterWindow, showCustomerSide, type WindowParts } from './windows.ts'

/** The answer to whoever closed the program is on its way for so long. */
const answeredMs = 300

export interface TerminalParts {
  readonly counter: Counter
  readonly asked: StartArguments
  /** A built file by its place beside the main bundle. */
  readonly here: (path: string) => string
}

export async function runTerminal({ counter, asked, here }: TerminalParts): Promise<CounterWindow> {
  const { app: product, transfers } = counter
  const { logger } = product.officeData
  const say = (line: string): void => void process.stderr.write(`counterfoil: ${line}\n`)
  const terminal = installedTerminal(asked.folder, product.terminals)
  const found = terminalSettings(asked)
  // A terminal that an administrator made a kiosk is one, however it was started.
  const settings = { ...found, kiosk: found.kiosk || terminal.face === 'kiosk' }
  for (const problem of [...counter.problems, ...(found.problem === null ? [] : [found.problem])]) say(problem)
  if (asked.demo) await fillWithDemo(product, { out: (line) => void process.stdout.write(`${line}\n`), fail: say })

  let stopAwake = (): void => {}
  const close = (): Promise<void> => {
    stopAwake()
    return counter.close()
  }
  const isEnding = endCleanly({ app, timers: machineTimers, logger, close })
  counter.announce('the desktop terminal')
  app.on('window-all-closed', () => app.quit())

  const session: Session = sessionsInMemory().at(terminal)
  const machine: Machine = {
    locked: settings.kiosk,
    close: () => void machineTimers.after(answeredMs, () => app.quit()),
  }
  const keyRule = (): KeyRule => {
    if (!settings.kiosk) return 'desk'
    return session.staff === null ? 'kiosk' : 'held'
  }
  const parts: WindowParts = {
    settings,
    packaged: app.isPackaged,
    preload: here('../preload/index.cjs'),
    icon: here('../../resources/icons/icon.png'),
    screens: builtScreens(here('../renderer/'), () => Buffer.from(machineChance.bytes(18)).toString('base64')),
    timers: machineTimers,
    logger,
    isEnding,
    keyRule,
    giveUp() {
      logger.error('the page cannot be kept: the terminal starts anew')
      app.relaunch()
      app.quit()
    },
  }

  const bind = portBinder({ app: product, transfers, storageFault })
  const atCounter = { session, machine }
  // The customer's side has the rights of nobody, whoever works at the desk.
  const atCustomer = { session: { terminal, staff: null }, machine: null }
  let isCustomers = (_contents: unknown): boolean => false
  acceptConnections({
    ipcMain,
    logger,
    bind: (port, contents) => bind(port, isCustomers(contents) ? atCustomer : atCounter),
  })

  const shown = openCounterWindow(parts)
  if (!settings.kiosk) {
    const customer = showCustomerSide(parts)
    isCustomers = (contents) => customer.isOf(contents)
    shown.window.on('closed', () => customer.close())
  }

  function putAway(): void {
    if (typeof session.staffSessionId === 'string') product.staffAccess.sessions.signOut(session.staffSessionId)
    dismissStaff(session)
    product.customerDisplay.show(terminal.terminalId, { shows: 'welcome' })
    // A customer alone at a kiosk is gone; a desk's visits wait for who signs in again.
    product.visits.endLeftBehind(terminal.terminalId)
    shown.afresh()
  }
  mindPower({ powerMonitor, app, logger, putAway, lookAgain: () => product.delivery.recheck() })
  stopAwake = stayAwakeInVisits({
    blocker: powerSaveBlocker,
    atTerminal: product.atTerminal,
    terminalId: terminal.terminalId,
    timers: machineTimers,
    openVisits: () => product.visits.listOpen(terminal.terminalId).length,
  })
  const again = [...(asked.kiosk ? ['--kiosk'] : []), ...(asked.display === null ? [] : [`--display=${asked.display}`])]
  openAtLogin({ app, wanted: settings.openAtLogin, folder: asked.folder, platform: process.platform }, again)
  return shown
}
