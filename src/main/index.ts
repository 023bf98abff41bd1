/** The counter terminal: one instance, one office, its windows. Read the parts beside it for what each does. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, Menu, protocol, safeStorage } from 'electron'
import type { CounterParts } from '../counter.ts'
import { pinoLog } from '../gateways/log.ts'
import { slipFonts } from '../gateways/slip-fonts.ts'
import { machineTime, machineTimers } from '../gateways/system.ts'
import { schemePrivileges } from './app-origin.ts'
import { carriedByEnvironment, readArguments } from './arguments.ts'
import { surviveDefects } from './ending.ts'
import { failureWindow } from './failure.ts'
import { keychainCipher } from './keychain.ts'
import { applicationMenu } from './menu.ts'
import { guardNavigation, webRtcPolicy } from './navigation.ts'
import { pdfWindow } from './pdf-window.ts'
import { desktopPrinters } from './printers.ts'
import { isSupervised, isWaiting, startAgain, turnEveryMs } from './start-again.ts'
import { runTerminal } from './terminal.ts'
import { terminalSettings } from './terminal-settings.ts'
import { touches } from './touches.ts'
import { updateHost } from './update-host.ts'
import type { ProductWindow } from './window-options.ts'
import { guardStillPages, openCanvasWindow, openHeldWindow, openStillWindow } from './windows.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const asked = readArguments(process.argv, process.env, process.platform)
const settings = terminalSettings(asked)
/** As far as is known before the office is asked. */
const kiosk = settings.kiosk || settings.madeKiosk
const logger = pinoLog('warn', asked.folder)
const touched = touches(() => machineTime.monotonicMs())
let shown: ProductWindow | null = null
let handedOver = async (): Promise<void> => {}
const failure = failureWindow({
  app,
  timers: machineTimers,
  kiosk,
  openWindow: (isEnding) =>
    kiosk ? openHeldWindow(settings, { timers: machineTimers, isEnding }) : openStillWindow(true),
  again: () => void openOffice().catch(fail),
})

surviveDefects({ app, logger, process, startAgain: () => startAgain({ app, process }) })
app.enableSandbox()
protocol.registerSchemesAsPrivileged([schemePrivileges])
// A finger that swipes must not leave the page, nor one that pinches blow it up.
app.commandLine.appendSwitch('overscroll-history-navigation', '0')
app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', webRtcPolicy)
if (kiosk) app.commandLine.appendSwitch('disable-pinch')
keepProfileBeside(asked.folder)

takeTurn()

/** One instance for one data folder. Where somebody starts this program whenever it ends, a second one waits for the first. */
function takeTurn(): void {
  const waits = isSupervised(process.env)
  if (app.requestSingleInstanceLock({ waits }) && !asked.quit) begin()
  else if (waits && !asked.quit) machineTimers.after(turnEveryMs, takeTurn)
  else app.quit()
}

function begin(): void {
  app.on('second-instance', (_event, argv, _folder, told) => {
    if (argv.includes('--quit')) app.quit()
    else if (!isWaiting(told)) focus()
  })
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents)
    touched.watch(contents)
  })
  // Not awaited here: Electron is ready only once this module has run to its end.
  app.whenReady().then(run).catch(fail)
}

/** Chromium's own files stand beside the office's, so that two data folders are two terminals. */
function keepProfileBeside(folder: string): void {
  const profile = join(folder, 'screen')
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 })
    app.setPath('userData', profile)
  } catch {
    // The folder cannot be used at all; opening the office says so in a window.
  }
}

async function run(): Promise<void> {
  Menu.setApplicationMenu(applicationMenu(process.platform, kiosk))
  guardStillPages()
  await openOffice()
}

async function openOffice(): Promise<void> {
  const terminal = await runTerminal({
    ...{ counter: counterParts(), asked, here, lost: fail },
    handedOver: () => handedOver(),
  })
  if (!terminal.ok) shown = failure.show(lineOf(terminal.failure))
  else {
    shown = terminal.value.window
    shown.once('show', () => failure.over())
  }
}

function counterParts(): CounterParts {
  // Some ways of starting an AppImage add it where the system forbids what Chromium's sandbox is made of.
  if (app.isPackaged && app.commandLine.hasSwitch('no-sandbox'))
    throw new Error('Counterfoil does not run without its sandbox (--no-sandbox). Install it from the deb package.')
  const workerUrl = new URL('./worker.js', import.meta.url)
  const withFonts = slipFonts(here('../renderer/assets/'))
  return {
    folder: asked.folder,
    migrationsFolder: here('./migrations/'),
    workerUrl,
    env: process.env,
    logger,
    pdf: pdfWindow({ withFonts, openWindow: () => openStillWindow(false), timers: machineTimers, logger }),
    printer: desktopPrinters({
      openWindow: () => openStillWindow(false),
      openCanvas: openCanvasWindow,
      withFonts,
      platform: process.platform,
      logger,
    }),
    keychain: keychainCipher(safeStorage, process.platform),
    updates: ({ transferring, close }) => {
      const own = updateHost({
        app,
        process,
        folder: asked.folder,
        carried: carriedByEnvironment(asked, process.env, process.platform),
        workerUrl,
        keyFile: here('../../resources/update/public-key.pem'),
        logger,
        timers: machineTimers,
        touchedAgoMs: touched.agoMs,
        transferring,
        closeOffice: close,
      })
      handedOver = own.handedOver
      for (const problem of own.problems) process.stderr.write(`counterfoil: ${problem}\n`)
      return own.host
    },
  }
}

/** Says on standard error what goes wrong, and returns it as a line. */
function lineOf(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? 'something went wrong'
  process.stderr.write(`counterfoil: ${line}\n`)
  return line
}

/** Says in a window why the office could not be opened. Closing a desk's window ends with 1. */
function fail(error: unknown): void {
  shown = failure.defect(lineOf(error), error)
}

function focus(): void {
  if (shown === null || shown.isDestroyed()) return
  if (shown.isMinimized()) shown.restore()
  shown.focus()
}
