/**
 * A folder in the place of Electron's distribution, for machines that cannot have it: electron-builder lays the product out
 * around it, and every step but the program itself is the real one. Its fuses are a real wire in a file that runs nothing.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'

/** Before the fuses in every Electron. Source: @electron/fuses, `constants`. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** As Electron 45 leaves them: nine, each as it comes. */
const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 9]), Buffer.from('101100011')])

/** Windows' number for American English, which Electron's own program has its version in. */
const englishLanguage = 1033

/** As small a Windows program as electron-builder can write an icon and the archive's hash into: one section, with the fuses. */
function windowsProgram(): Buffer {
  const headers = Buffer.alloc(0x400)
  headers.write('MZ', 0, 'latin1')
  headers.writeUInt32LE(0x40, 0x3c)
  headers.write('PE\0\0', 0x40, 'latin1')
  const file = 0x44
  headers.writeUInt16LE(0x8664, file)
  headers.writeUInt16LE(1, file + 2)
  headers.writeUInt16LE(240, file + 16)
  headers.writeUInt16LE(0x22, file + 18)
  const optional = file + 20
  headers.writeUInt16LE(0x20b, optional)
  headers.writeUInt32LE(0x1000, optional + 32)
  headers.writeUInt32LE(0x200, optional + 36)
  headers.writeUInt32LE(0x2000, optional + 56)
  headers.writeUInt32LE(0x400, optional + 60)
  headers.writeUInt16LE(2, optional + 68)
  headers.writeUInt32LE(16, optional + 108)
  const section = optional + 240
  headers.write('.data', section, 'latin1')
  headers.writeUInt32LE(0x200, section + 8)
  headers.writeUInt32LE(0x1000, section + 12)
  headers.writeUInt32LE(0x200, section + 16)
  headers.writeUInt32LE(0x400, section + 20)
  headers.writeUInt32LE(0xc0000040, section + 36)
  const data = Buffer.alloc(0x200)
  wire.copy(data)
  const program = NtExecutable.from(Buffer.concat([headers, data]))
  const resources = NtExecutableResource.from(program)
  const version = Resource.VersionInfo.createEmpty()
  version.setFileVersion('1.0.0', englishLanguage)
  version.outputToResourceEntries(resources.entries)
  resources.outputResource(program)
  return Buffer.from(program.generate())
}

const linuxProgram = (): Buffer => Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), wire, Buffer.from('\n')])

/** Makes it below the system's temporary folder and returns where, with a program of each name. */
export async function standInElectron(programs: readonly ('electron' | 'electron.exe')[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-electron-'))
  const source = join(folder, 'default_app')
  mkdirSync(source)
  mkdirSync(join(folder, 'resources'))
  writeFileSync(join(source, 'package.json'), '{"name":"default_app","main":"main.js"}')
  writeFileSync(join(source, 'main.js'), '')
  await createPackage(source, join(folder, 'resources', 'default_app.asar'))
  rmSync(source, { recursive: true })
  for (const program of programs) {
    writeFileSync(join(folder, program), program === 'electron' ? linuxProgram() : windowsProgram())
    chmodSync(join(folder, program), 0o755)
  }
  writeFileSync(join(folder, 'LICENSE'), 'In the place of Electron.\n')
  return folder
}
