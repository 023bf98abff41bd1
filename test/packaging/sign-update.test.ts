import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { splitManifests } from '../../packaging/split-manifests.ts'
import { machineTimers } from '../../src/gateways/system.ts'
import { readManifest, updateFeed } from '../../src/gateways/update-feed.ts'
import { temporaryFolder } from '../support/office.ts'
import { manifestOf, updatePeer } from '../support/update-peer.ts'

const script = fileURLToPath(new URL('../../packaging/sign-update.ts', import.meta.url))
const sign = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

function keyFile(folder: string, pair = generateKeyPairSync('ed25519')) {
  const file = join(folder, 'key.pem')
  writeFileSync(file, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return { file, publicKey: pair.publicKey }
}

describe('the manifests of one build', () => {
  const written = (folder: string, name: string): string[] | undefined =>
    readManifest(readFileSync(join(folder, name), 'utf8'))?.files.map((file) => file.name)

  it('are one for each processor, so that those of two machines fit into one folder', () => {
    const folder = temporaryFolder()
    const two = (a: string, b: string): string => {
      const [first = '', more = ''] = [a, b].map((fileName) => manifestOf({ version: '1.1.0', fileName }))
      const entry = more.slice(more.indexOf('  - url'), more.indexOf('path:'))
      return first.replace('path:', `${entry}path:`)
    }
    const names = (arch: string) => [`Counterfoil-1.1.0-win-${arch}-setup.exe`, `Counterfoil-1.1.0-mac-${arch}.zip`]
    const [winX = '', macX = ''] = names('x64')
    const [winArm = '', macArm = ''] = names('arm64')
    // One machine built for both processors, and the other for its own, which is not x64.
    writeFileSync(join(folder, 'latest.yml'), two(winX, winArm))
    writeFileSync(join(folder, 'beta-mac.yml'), manifestOf({ version: '1.1.0', fileName: macArm }))
    for (let time = 0; time < 2; time++) {
      splitManifests(folder)
      expect(readdirSync(folder).sort()).toEqual(['beta-mac-arm64.yml', 'latest-win-arm64.yml', 'latest.yml'])
      expect(written(folder, 'latest.yml')).toEqual([winX])
      expect(written(folder, 'latest-win-arm64.yml')).toEqual([winArm])
      expect(written(folder, 'beta-mac-arm64.yml')).toEqual([macArm])
    }
    writeFileSync(join(folder, 'beta-mac.yml'), manifestOf({ version: '1.1.0', fileName: macX }))
    splitManifests(folder)
    expect([written(folder, 'beta-mac.yml'), written(folder, 'beta-mac-arm64.yml')]).toEqual([[macX], [macArm]])
  })
})

describe('signing a release', () => {
  it('makes what a terminal with the key believes', async () => {
    const folder = temporaryFolder()
    const { file, publicKey } = keyFile(folder)
    const names = ['latest.yml', 'latest-mac.yml', 'beta-linux-arm64.yml']
    for (const name of names) {
      const fileName = name.includes('arm64') ? 'Counterfoil-linux-arm64.AppImage' : 'Counterfoil-1.1.0-mac-x64.zip'
      writeFileSync(join(folder, name), manifestOf({ version: '1.1.0', stagingPercentage: 10, fileName }))
    }
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

  it('refuses a manifest that came in the place of another processor’s', () => {
    const folder = temporaryFolder()
    const { file } = keyFile(folder)
    const fileName = 'Counterfoil-1.1.0-win-arm64-setup.exe'
    writeFileSync(join(folder, 'latest.yml'), manifestOf({ version: '1.1.0', fileName }))
    const { status, stderr } = sign(file, folder)
    expect([status, stderr]).toEqual([
      1,
      `latest.yml names ${fileName}, which is for another processor; nothing more was signed\n`,
    ])
    expect(readdirSync(folder)).not.toContain('latest.yml.sig')
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
