/** A main module as src/main/index.ts is, without a window: the real counter, host and electron-updater, asked over IPC. */

import { fileURLToPath } from 'node:url'
import { app } from 'electron'
import { noPrinter } from '../../../src/core/printing/port.ts'
import { type Counter, openCounter } from '../../../src/counter.ts'
import { pinoLog } from '../../../src/gateways/log.ts'
import { machineTimers } from '../../../src/gateways/system.ts'
import { readArguments } from '../../../src/main/arguments.ts'
import { endCleanly } from '../../../src/main/ending.ts'
import { updateHost } from '../../../src/main/update-host.ts'

const asked = readArguments(process.argv, process.env, process.platform)
const logger = pinoLog('warn')
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const workerUrl = new URL('../../../src/cli/worker.ts', import.meta.url)

function answer({ app: product }: Counter, ask: string): void {
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
        process,
        folder: asked.folder,
        kiosk: asked.kiosk,
        workerUrl,
        keyFile,
        logger,
        transferring,
        touchedAgoMs: () => null,
      }
      return updateHost({ ...parts, closeOffice: close }).host
    },
  })
  if (!opened.ok) throw new Error(opened.failure.message)
  endCleanly({ app, timers: machineTimers, logger, close: () => opened.value.close() })
  process.on('message', (message: string) => answer(opened.value, message))
  process.send?.({ kind: 'open' })
})
