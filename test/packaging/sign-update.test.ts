import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { machineTimers } from '../../src/gateways/system.ts'
import { updateFeed } from '../../src/gateways/update-feed.ts'
import { temporaryFolder } from '../support/office.ts'
import { manifestOf, updatePeer } from '../support/update-peer.ts'

const script = fileURLToPath(new URL('../../packaging/sign-update.ts', import.meta.url))
const sign = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

function keyFile(folder: string, pair = generateKeyPairSync('ed25519')) {
  const file = join(folder, 'key.pem')
  writeFileSync(file, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return { file, publicKey: pair.publicKey }
}

describe('signing a release', () => {
  it('makes what a terminal with the key believes', async () => {
    const folder = temporaryFolder()
    const { file, publicKey } = keyFile(folder)
    const names = ['latest.yml', 'latest-mac.yml', 'beta-linux-arm64.yml']
    for (const name of names) writeFileSync(join(folder, name), manifestOf({ version: '1.1.0', stagingPercentage: 10 }))
    writeFileSync(join(folder, 'builder-debug.yml'), 'x: 1\n')
    const { status, stdout } = sign(file, folder)
    expect(status).toBe(0)
    expect(stdout).toContain('Signed latest-mac.yml: 1.1.0 for 10 of 100 terminals')
    expect(stdout).not.toContain('builder-debug')
    const peer = await updatePeer()
    for (const manifestName of names) {
      for (const name of [manifestName, `${manifestName}.sig`]) peer.files.set(name, readFileSync(join(folder, name)))
      const feed = updateFeed({
        address: new URL(`${peer.address}/`),
        manifestName,
        key: publicKey,
        timers: machineTimers,
      })
      expect(await feed.latest()).toMatchObject({ ok: true, value: { version: '1.1.0' } })
    }
  })

  it('says in one line why it does not', () => {
    const folder = temporaryFolder()
    const { file } = keyFile(folder)
    expect(sign()).toMatchObject({ status: 1, stderr: 'package:sign wants the file of the private key\n' })
    expect(sign(file, folder).stderr).toContain('There is no manifest')
    writeFileSync(join(folder, 'latest.yml'), 'version: next\n')
    expect(sign(file, folder)).toMatchObject({ status: 1, stdout: '' })
    expect(sign(join(folder, 'none.pem'), folder).stderr).toMatch(/^ENOENT.*\n$/)
  })
})
