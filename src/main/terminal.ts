/** The terminal at work: an office behind its windows. After a restore the windows stay, and another office is behind them. */
import { resolve } from 'node:path'
import { app, autoUpdater, ipcMain, Menu, powerMonitor, powerSaveBlocker } from 'electron'
import { builtScreens } from '../api/screens.ts'
import { defaultDataFolder } from '../cli/command.ts'
import { done, type Outcome } from '../core/kernel/outcome.ts'
import type { Machine } from '../core/terminals/machine.ts'
import type { CounterParts } from '../counter.ts'
import { machineChance, machineTimers } from '../gateways/system.ts'
import type { StartArguments } from './arguments.ts'
import { acceptConnections } from './connections.ts'
import { endCleanly } from './ending.ts'
import type { KeyRule } from './keys.ts'
import { applicationMenu } from './menu.ts'
import { openAtLogin } from './open-at-login.ts'
import { mindPower } from './power.ts'
import { openSeat, type Seat } from './seat.ts'
import { againCode, startAgain } from './start-again.ts'
import { argumentsAgain, terminalSettings } from './terminal-settings.ts'
import { type CounterWindow, openCounterWindow, showCustomerSide, type WindowParts } from './windows.ts'

/** The answer to whoever closed the program is on its way for so long. */
const answeredMs = 300

export interface TerminalParts {
  readonly counter: CounterParts
  readonly asked: StartArguments
  /** A built file by its place beside the main bundle. */
  readonly here: (path: string) => string
  /** Resolves once what puts an update in place runs. */
  handedOver(): Promise<void>
  /** The office was closed to be opened again, and cannot be: says so. The terminal's own windows go then. */
  lost(error: unknown): void
}

/** Fails with one line where neither the office nor the way back to its backups can be opened. */
export async function runTerminal({
  counter,
  asked,
  here,
  handedOver,
  lost,
}: TerminalParts): Promise<Outcome<CounterWindow, string>> {
  const { logger } = counter
  const say = (line: string): void => void process.stderr.write(`counterfoil: ${line}\n`)
  const found = terminalSettings(asked)
  let isHeld = found.kiosk || found.madeKiosk
  let anotherSeat = (): void => {}
  const takeSeat = async (): Promise<Outcome<Seat, string>> => {
    const taken = openSeat({
      counter,
      blocker: powerSaveBlocker,
      say,
      isHeld: () => isHeld,
      onAgain: () => anotherSeat(),
    })
    if (taken.ok && asked.demo) await taken.value.fillWithDemo(say)
    return taken
  }
  const first = await takeSeat()
  if (!first.ok) return first
  let seat = first.value
  if (found.problem !== null) say(found.problem)
  // A terminal that an administrator made a kiosk is one, however it was started.
  const settings = { ...found, kiosk: found.kiosk || (seat.isKiosk ?? found.madeKiosk) }
  isHeld = settings.kiosk
  Menu.setApplicationMenu(applicationMenu(process.platform, settings.kiosk))
  let exitCode = 0
  const isEnding = endCleanly({
    ...{ app, logger, updater: autoUpdater, timers: machineTimers, handedOver },
    close: () => seat.close(),
    exitCode: () => exitCode,
  })

  const startAnew = (why: string): void => {
    logger.error(why)
    startAgain({ app, process })
    exitCode = againCode
    app.quit()
  }
  const machine: Machine = {
    locked: settings.kiosk,
    close: () => void machineTimers.after(answeredMs, () => app.quit()),
  }
  const keyRule = (): KeyRule => {
    if (!settings.kiosk) return 'desk'
    return seat.isStaffed() ? 'held' : 'kiosk'
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
    giveUp: () => startAnew('the page cannot be kept: the terminal starts anew'),
  }

  let isCustomers = (_contents: unknown): boolean => false
  acceptConnections({
    ipcMain,
    logger,
    bind: (port, contents) => (isCustomers(contents) ? seat.bindCustomer(port) : seat.bindCounter(port, machine)),
  })

  const shown = openCounterWindow(parts)
  const customer = settings.kiosk ? null : showCustomerSide(parts)
  if (customer !== null) {
    isCustomers = (contents) => customer.isOf(contents)
    shown.window.on('closed', () => customer.close())
  }

  async function moveToAnotherSeat(): Promise<void> {
    if (isEnding()) return
    await seat.close()
    if (isEnding()) return
    const taken = await takeSeat()
    if (!taken.ok) throw new Error(taken.failure)
    seat = taken.value
    // Only a start makes a window that holds a kiosk.
    if (seat.isKiosk === true && !settings.kiosk) return startAnew('this terminal is a kiosk in the restored office')
    shown.afresh()
    customer?.afresh()
  }
  anotherSeat = () => {
    moveToAnotherSeat().catch((error: unknown) => {
      // A kiosk comes back locked, and tries again from there.
      if (settings.kiosk) return startAnew('the office could not be opened again: the terminal starts anew')
      lost(error)
      shown.window.destroy()
    })
  }

  function putAway(): void {
    seat.putAway()
    shown.afresh()
  }
  mindPower({ powerMonitor, app, logger, putAway, lookAgain: () => seat.lookAgain() })
  const login = {
    ...{ app, wanted: settings.openAtLogin, folder: asked.folder, platform: process.platform },
    usualFolder: resolve(defaultDataFolder(process.env, process.platform)),
  }
  const problem = openAtLogin(login, argumentsAgain(asked))
  if (problem !== null) say(problem)
  return done(shown)
}
