/** The counter terminal: one instance, one office, one window. Read the parts beside it for what each does. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, ipcMain, Menu, protocol, safeStorage } from 'electron'
import { builtScreens } from '../api/screens.ts'
import { sessionsInMemory } from '../api/sessions.ts'
import { type Counter, openCounter } from '../counter.ts'
import { pinoLog } from '../gateways/log.ts'
import { slipFonts } from '../gateways/slip-fonts.ts'
import { machineChance, machineTimers } from '../gateways/system.ts'
import { storageFault } from '../storage/database.ts'
import { schemePrivileges } from './app-origin.ts'
import { readArguments } from './arguments.ts'
import { acceptConnections } from './connections.ts'
import { guardStillPages, openCanvasWindow, openCounterWindow, openStillWindow } from './counter-window.ts'
import { endCleanly, surviveDefects } from './ending.ts'
import { keychainCipher } from './keychain.ts'
import { applicationMenu } from './menu.ts'
import { guardNavigation } from './navigation.ts'
import { pdfWindow } from './pdf-window.ts'
import { desktopPrinters } from './printers.ts'
import { portBinder } from './rpc-port.ts'
import { addressOf, failurePage } from './still-page.ts'
import { installedTerminal } from './terminal-key.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const logger = pinoLog('warn')
const asked = readArguments(process.argv, process.env, process.platform)
let shown: BrowserWindow | null = null

surviveDefects({ app, logger, process })
app.enableSandbox()
protocol.registerSchemesAsPrivileged([schemePrivileges])
if (asked.kiosk) {
  // A finger that swipes or pinches must not leave the page or blow it up.
  app.commandLine.appendSwitch('overscroll-history-navigation', '0')
  app.commandLine.appendSwitch('disable-pinch')
}
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

function run(): void {
  Menu.setApplicationMenu(applicationMenu(process.platform, asked.kiosk))
  guardStillPages()
  const withFonts = slipFonts(here('../renderer/assets/'))
  const opened = openCounter({
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
  })
  if (opened.ok) serve(opened.value)
  else fail(new Error(opened.failure))
}

function serve(counter: Counter): void {
  const { app: product, transfers } = counter
  for (const problem of counter.problems) process.stderr.write(`counterfoil: ${problem}\n`)
  counter.announce('the desktop terminal')
  const isEnding = endCleanly({ app, timers: machineTimers, logger, close: () => counter.close() })
  app.on('window-all-closed', () => app.quit())
  const session = sessionsInMemory().at(installedTerminal(asked.folder, product.terminals))
  const bind = portBinder({ app: product, transfers, storageFault })
  acceptConnections({ ipcMain, logger, bind: (port) => bind(port, session) })
  shown = openCounterWindow({
    kiosk: asked.kiosk,
    packaged: app.isPackaged,
    preload: here('../preload/index.cjs'),
    icon: here('../../resources/icons/icon.png'),
    screens: builtScreens(here('../renderer/'), () => Buffer.from(machineChance.bytes(18)).toString('base64')),
    timers: machineTimers,
    logger,
    isEnding,
  })
}

/** Says in a window, and on standard error, why the office could not be opened. Closing the window ends with 1. */
function fail(error: unknown): void {
  const line = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? 'something went wrong'
  process.stderr.write(`counterfoil: ${line}\n`)
  app.on('window-all-closed', () => app.exit(1))
  shown = openStillWindow(true)
  shown.loadURL(addressOf(failurePage(line))).catch(() => app.exit(1))
}

function focus(): void {
  if (shown === null || shown.isDestroyed()) return
  if (shown.isMinimized()) shown.restore()
  shown.focus()
}
