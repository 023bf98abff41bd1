/** The counter terminal: one instance, one office, one window. Read the parts beside it for what each does. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, ipcMain, Menu, protocol, safeStorage } from 'electron'
import { builtScreens } from '../api/screens.ts'
import type { Outcome } from '../core/kernel/outcome.ts'
import { pinoLog } from '../gateways/log.ts'
import { machineChance, machineTimers } from '../gateways/system.ts'
import { schemePrivileges } from './app-origin.ts'
import { readArguments } from './arguments.ts'
import { acceptConnections } from './connections.ts'
import { guardStillPages, openCounterWindow, openStillWindow } from './counter-window.ts'
import { endCleanly, surviveDefects } from './ending.ts'
import { keychainCipher } from './keychain.ts'
import { applicationMenu } from './menu.ts'
import { guardNavigation } from './navigation.ts'
import { pdfWindow } from './pdf-window.ts'
import { openSeat, type Seat } from './seat.ts'
import { addressOf, failurePage } from './still-page.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const logger = pinoLog('warn')
const asked = readArguments(process.argv, process.env, process.platform)
let shown: BrowserWindow | null = null
let seat: Seat | null = null
let hasBegunToEnd = (): boolean => false

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
  const opened = takeSeat()
  if (!opened.ok) {
    fail(new Error(opened.failure))
    return
  }
  seat = opened.value
  const isEnding = endCleanly({ app, timers: machineTimers, logger, close: async () => seat?.close() })
  hasBegunToEnd = isEnding
  app.on('window-all-closed', () => app.quit())
  acceptConnections({ ipcMain, logger, bind: (port) => seat?.bind(port) })
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

function takeSeat(): Outcome<Seat, string> {
  return openSeat(
    {
      folder: asked.folder,
      migrationsFolder: here('./migrations/'),
      workerUrl: new URL('./worker.js', import.meta.url),
      env: process.env,
      logger,
      pdf: pdfWindow({ openWindow: () => openStillWindow(false), timers: machineTimers, logger }),
      keychain: keychainCipher(safeStorage, process.platform),
    },
    (line) => process.stderr.write(`counterfoil: ${line}\n`),
    () => void takeAnotherSeat().catch(fail),
  )
}

/** After a restore, or a new try: the office is closed and opened again, and the page begins anew. */
async function takeAnotherSeat(): Promise<void> {
  if (hasBegunToEnd()) return
  await seat?.close()
  const opened = takeSeat()
  if (!opened.ok) {
    seat = null
    shown?.destroy()
    fail(new Error(opened.failure))
    return
  }
  seat = opened.value
  if (shown !== null && !shown.isDestroyed()) shown.webContents.reload()
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
