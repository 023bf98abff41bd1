/** The counter terminal: one instance, one office, its windows. Read the parts beside it for what each does. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, Menu, protocol, safeStorage } from 'electron'
import type { CounterParts } from '../counter.ts'
import { pinoLog } from '../gateways/log.ts'
import { slipFonts } from '../gateways/slip-fonts.ts'
import { machineTimers } from '../gateways/system.ts'
import { schemePrivileges } from './app-origin.ts'
import { readArguments } from './arguments.ts'
import { surviveDefects } from './ending.ts'
import { failureWindow } from './failure.ts'
import { keychainCipher } from './keychain.ts'
import { applicationMenu } from './menu.ts'
import { guardNavigation, webRtcPolicy } from './navigation.ts'
import { pdfWindow } from './pdf-window.ts'
import { desktopPrinters } from './printers.ts'
import { runTerminal } from './terminal.ts'
import { terminalSettings } from './terminal-settings.ts'
import { updateHost } from './update-host.ts'
import type { ProductWindow } from './window-options.ts'
import { guardStillPages, openCanvasWindow, openHeldWindow, openStillWindow } from './windows.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const asked = readArguments(process.argv, process.env, process.platform)
const settings = terminalSettings(asked)
/** As far as is known before the office is asked. */
const kiosk = settings.kiosk || settings.madeKiosk
const logger = pinoLog('warn', asked.folder)
let shown: ProductWindow | null = null
const failure = failureWindow({
  app,
  timers: machineTimers,
  kiosk,
  openWindow: (isEnding) =>
    kiosk ? openHeldWindow(settings, { timers: machineTimers, isEnding }) : openStillWindow(true),
  again: () => void openOffice().catch(fail),
})

surviveDefects({ app, logger, process })
app.enableSandbox()
protocol.registerSchemesAsPrivileged([schemePrivileges])
// A finger that swipes must not leave the page, nor one that pinches blow it up.
app.commandLine.appendSwitch('overscroll-history-navigation', '0')
app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', webRtcPolicy)
if (kiosk) app.commandLine.appendSwitch('disable-pinch')
keepProfileBeside(asked.folder)

if (app.requestSingleInstanceLock() && !asked.quit) {
  app.on('second-instance', (_event, argv) => {
    if (argv.includes('--quit')) app.quit()
    else focus()
  })
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents))
  // Not awaited here: Electron is ready only once this module has run to its end.
  app.whenReady().then(run).catch(fail)
} else app.quit()

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
  const terminal = await runTerminal({ counter: counterParts(), asked, here, lost: fail })
  if (!terminal.ok) shown = failure.show(lineOf(terminal.failure))
  else {
    shown = terminal.value.window
    shown.once('show', () => failure.over())
  }
}

function counterParts(): CounterParts {
  const withFonts = slipFonts(here('../renderer/assets/'))
  return {
    folder: asked.folder,
    migrationsFolder: here('./migrations/'),
    workerUrl: new URL('./worker.js', import.meta.url),
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
      const { host, problems } = updateHost({
        app,
        process,
        folder: asked.folder,
        kiosk,
        keyFile: here('../../resources/update/public-key.pem'),
        logger,
        transferring,
        closeOffice: close,
      })
      for (const problem of problems) process.stderr.write(`counterfoil: ${problem}\n`)
      return host
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
