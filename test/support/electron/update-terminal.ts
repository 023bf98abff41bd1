/** A main module as src/main/index.ts is, without a window: the real counter, host and electron-updater, asked over IPC. */

import { fileURLToPath } from 'node:url'
import { app, autoUpdater } from 'electron'
import type { Timers } from '../../../src/core/kernel/timers.ts'
import { noPrinter } from '../../../src/core/printing/port.ts'
import { type Counter, openCounter } from '../../../src/counter.ts'
import { pinoLog } from '../../../src/gateways/log.ts'
import { machineTimers } from '../../../src/gateways/system.ts'
import { carriedByEnvironment, readArguments } from '../../../src/main/arguments.ts'
import { endCleanly } from '../../../src/main/ending.ts'
import { updateHost } from '../../../src/main/update-host.ts'

const asked = readArguments(process.argv, process.env, process.platform)
const logger = pinoLog('warn')
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const workerUrl = new URL('../../../src/cli/worker.ts', import.meta.url)

/** `STAND_IN_PLATFORM=darwin` is updated as on macOS. */
const platform = (process.env.STAND_IN_PLATFORM ?? process.platform) as NodeJS.Platform
const machine = {
  platform,
  arch: process.arch,
  env: process.env,
  resourcesPath: process.resourcesPath,
  pid: process.pid,
  argv: process.argv,
}

/** The installer's waits are as long as the test says. */
const waits = new Set<() => void>()
const timers: Timers = {
  ...machineTimers,
  after(_ms, run) {
    waits.add(run)
    return () => waits.delete(run)
  },
}

let handedOver = async (): Promise<void> => {}

function answer({ app: product }: Counter, ask: string): void {
  if (ask === 'ring') for (const run of waits) run()
  if (ask === 'state') process.send?.({ kind: 'update', state: product.updates.state() })
  if (ask === 'install') process.send?.({ kind: 'install', answer: product.updates.install('system') })
  if (ask === 'check') void product.updates.check().then((state) => process.send?.({ kind: 'update', state }))
}

app.setPath('userData', `${asked.folder}/screen`)
app.requestSingleInstanceLock()
app.whenReady().then(() => {
  const opened = openCounter({
    folder: asked.folder,
    migrationsFolder: here('../../../src/storage/migrations/'),
    workerUrl,
    env: process.env,
    logger,
    pdf: { print: async () => ({ outcome: 'refused', reason: 'no_browser' }) },
    printer: noPrinter,
    updates: ({ transferring, close }) => {
      const keyFile = `${app.getAppPath()}/resources/update/public-key.pem`
      const parts = {
        app,
        process: machine,
        timers,
        folder: asked.folder,
        carried: carriedByEnvironment(asked, process.env, platform),
        workerUrl,
        keyFile,
        logger,
        transferring,
        touchedAgoMs: () => null,
      }
      const own = updateHost({ ...parts, closeOffice: close })
      handedOver = own.handedOver
      return own.host
    },
  })
  if (!opened.ok) throw new Error(opened.failure.message)
  endCleanly({
    ...{ app, logger, updater: autoUpdater, timers: machineTimers, handedOver: () => handedOver() },
    close: () => opened.value.close(),
    exitCode: () => 0,
  })
  process.on('message', (message: string) => answer(opened.value, message))
  process.send?.({ kind: 'open' })
})
