import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { FuseV1Options } from '@electron/fuses'
import { describe, expect, it } from 'vitest'
import { fusesFor } from '../../packaging/fuses.ts'
import { shippedSettings } from './packed.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const part = (name: string) => shippedSettings[name] as { icon: string; files: string[]; target: unknown }

describe('the shipped settings', () => {
  it('make an installer for every system, and what its updates are taken from, for the processor that is asked for', () => {
    // A processor named here would be built whatever `--x64` says.
    expect(['win', 'mac', 'linux'].map((system) => part(system).target)).toEqual([
      ['nsis'],
      ['dmg', 'zip'],
      ['AppImage', 'deb'],
    ])
  })

  it('give an AppImage a name without its version: a unit starts it by that name, whatever was updated', () => {
    const { artifactName } = shippedSettings.appImage as { artifactName: string }
    expect(artifactName).toContain('arch')
    expect(artifactName).not.toContain('version')
  })

  it('start an AppImage in its sandbox', () => {
    expect(shippedSettings.appImage).toMatchObject({ executableArgs: [] })
  })

  it('write a release’s manifest for previews, too, which terminals of that channel ask for alone', () => {
    expect(shippedSettings).toMatchObject({ detectUpdateChannel: true, generateUpdatesFilesForAllChannels: true })
  })

  it('set every fuse that Electron has by name, and stop at one more', () => {
    const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)))
    expect(names).toHaveLength(9)
    const fuses = fusesFor('linux', 'x64')
    for (const name of names) expect(typeof fuses[FuseV1Options[name as keyof typeof FuseV1Options]]).toBe('boolean')
    expect(fuses.strictlyRequireAllFuses).toBe(true)
    // Two places that set them would be two truths.
    expect(shippedSettings.electronFuses).toBeUndefined()
    expect(shippedSettings.afterPack).toBe('./packaging/after-pack.ts')
  })

  it('sign an unsigned build for Apple’s processors anew once its fuses are set, or it would not start', () => {
    expect(fusesFor('darwin', 'arm64').resetAdHocDarwinSignature).toBe(true)
    for (const [platform, arch] of [
      ['darwin', 'x64'],
      ['win32', 'arm64'],
      ['linux', 'arm64'],
    ] as const)
      expect(fusesFor(platform, arch).resetAdHocDarwinSignature).toBe(false)
  })

  it('name a file in each system’s own list, or the whole repository would come along', () => {
    for (const system of ['win', 'mac', 'linux']) expect(part(system).files[0]).toBe('package.json')
  })

  it('name icons that are there, each in its sizes', () => {
    for (const system of ['win', 'mac', 'linux']) expect(existsSync(at(part(system).icon))).toBe(true)
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
      const png = readFileSync(at(`resources/icons/png/${size}x${size}.png`))
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size])
    }
    const ico = readFileSync(at('resources/icons/icon.ico'))
    const widths = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => ico.readUInt8(6 + 16 * index) || 256)
    expect(widths).toEqual([16, 24, 32, 48, 64, 128, 256])
    const icns = readFileSync(at('resources/icons/icon.icns'))
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length])
  })
})
