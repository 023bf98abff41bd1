import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type UpdateHostParts, updateHost } from '../../src/main/update-host.ts'
import { packingOf } from '../../src/main/update-installer.ts'
import { quietLog, temporaryFolder } from '../support/office.ts'
import { handTimers } from './hand-timers.ts'

const https = 'https://updates.example.com/counterfoil'

interface Setup {
  readonly platform?: NodeJS.Platform
  readonly env?: Record<string, string>
  readonly packaged?: boolean
  readonly carried?: Record<string, string>
  readonly keyed?: boolean
  /** The code of the worker thread. */
  readonly worker?: string
}

/** What a terminal so installed brings. */
function hostOf({ platform = 'linux', env = {}, packaged = true, carried = {}, keyed = true, worker = '' }: Setup) {
  const folder = temporaryFolder()
  const workerFile = join(folder, 'worker.mjs')
  writeFileSync(workerFile, worker)
  const keyFile = join(folder, 'public-key.pem')
  if (keyed) writeFileSync(keyFile, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
  const parts: UpdateHostParts = {
    app: {
      isPackaged: packaged,
      getVersion: () => '1.0.0',
      relaunch() {},
      exit() {},
      releaseSingleInstanceLock() {},
    },
    process: {
      platform,
      arch: 'x64',
      env: { COUNTERFOIL_UPDATE_FEED: https, ...env },
      resourcesPath: folder,
      pid: 0,
      argv: [],
    },
    folder,
    carried,
    workerUrl: pathToFileURL(workerFile),
    keyFile,
    logger: quietLog,
    timers: handTimers(),
    touchedAgoMs: () => null,
    transferring: () => false,
    closeOffice: async () => {},
  }
  return updateHost(parts).host
}

const offOf = (setup: Setup): string | null => {
  const { source } = hostOf(setup)
  return 'off' in source ? source.off : null
}
const appImage = { APPIMAGE: '/opt/Counterfoil.AppImage' }

describe('what a terminal brings to be updated', () => {
  it('is nothing where there is no feed, no key, or no installation', () => {
    expect(offOf({ env: appImage })).toBeNull()
    expect(offOf({ env: { ...appImage, COUNTERFOIL_UPDATE_FEED: '' } })).toBe('no_feed')
    expect(offOf({ env: { ...appImage, COUNTERFOIL_UPDATE_FEED: 'http://updates.example.com' } })).toBe('insecure_feed')
    expect(offOf({ env: appImage, keyed: false })).toBe('no_key')
    expect(offOf({ env: appImage, packaged: false })).toBe('not_installed')
    expect(offOf({})).toBe('not_installed')
  })

  it('goes by itself only where the system asks nobody and the terminal comes back as it was', () => {
    expect(hostOf({ env: appImage, carried: { COUNTERFOIL_KIOSK: '1' } }).unattended).toBe(true)
    expect(hostOf({ platform: 'win32' }).unattended).toBe(false)
    expect(hostOf({ platform: 'darwin' }).unattended).toBe(true)
    expect(hostOf({ platform: 'darwin', carried: { COUNTERFOIL_DISPLAY: '2' } }).unattended).toBe(false)
  })

  it('copies the office in the worker thread, and says where that broke off', async () => {
    const worker = `
      import { parentPort, workerData } from 'node:worker_threads'
      parentPort.postMessage({ word: 'end', end: { ok: true, value: workerData } })`
    const made = await hostOf({ env: appImage, worker }).beforeInstall()
    expect(made).toMatchObject({ ok: true, value: { task: 'copy', folder: expect.stringContaining('before-update') } })
    expect((await hostOf({ env: appImage, worker: 'throw new Error()' }).beforeInstall()).ok).toBe(false)
  })

  it('knows what it was installed as', () => {
    const resourcesPath = temporaryFolder()
    const signs = { packaged: true, platform: 'linux', env: {}, resourcesPath } as const
    expect(packingOf(signs)).toBeNull()
    writeFileSync(join(resourcesPath, 'package-type'), 'deb\n')
    expect(packingOf(signs)).toBe('deb')
    expect(packingOf({ ...signs, env: appImage })).toBe('appimage')
    expect(packingOf({ ...signs, platform: 'win32' })).toBe('nsis')
    expect(packingOf({ ...signs, platform: 'freebsd' })).toBeNull()
  })
})
