/** What electron-builder calls once a build is laid out and before it is signed: checks its native parts, sets its fuses. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { flipFuses } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'
import { Arch } from 'electron-builder'
import { fusesFor } from './fuses.ts'

const asarUnpacked = 'app.asar.unpacked'

/** Every native part that was unpacked, relative to the folder of unpacked files, in order. */
function nativeParts(resources: string): string[] {
  return readdirSync(join(resources, asarUnpacked), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.node'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
}

/** What of the native parts is missing or too many for `target` (as `linux-x64`), one line for a person each. */
export function nativeFaults(parts: readonly string[], target: string): string[] {
  const wanted = [
    {
      name: 'better-sqlite3',
      belongs: (part: string) => part === `node_modules/better-sqlite3/prebuilds/${target}.node`,
    },
    {
      name: '@node-rs/argon2',
      belongs: (part: string) => part.startsWith(`node_modules/@node-rs/argon2-${target}`) && !part.includes('musl'),
    },
  ]
  const missing = wanted
    .filter(({ belongs }) => parts.filter(belongs).length !== 1)
    .map(
      ({ name }) => `The native part of ${name} for ${target} is not there once. Install it first: docs/packaging.md.`,
    )
  const strangers = parts
    .filter((part) => !wanted.some(({ belongs }) => belongs(part)))
    .map((part) => `${part} is not for ${target} and must stay out.`)
  return [...missing, ...strangers]
}

/** Named as electron-builder looks for it. */
export async function afterPack(context: AfterPackContext): Promise<void> {
  const { appOutDir, arch, electronPlatformName: platform, packager } = context
  const faults = nativeFaults(nativeParts(packager.getResourcesDir(appOutDir)), `${platform}-${Arch[arch]}`)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const { productFilename } = packager.appInfo
  const program =
    platform === 'win32' ? `${productFilename}.exe` : platform === 'darwin' ? `${productFilename}.app` : 'counterfoil'
  await flipFuses(join(appOutDir, program), fusesFor(platform, Arch[arch]))
}
