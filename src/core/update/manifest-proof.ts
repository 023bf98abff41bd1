/** What the publisher's key signs, and the name of the manifest a terminal asks for. */
import type { UpdateChannel } from '../../contract/update.ts'

/**
 * The manifest's bytes under its own name: a signed manifest of another channel or system does not pass for this one.
 * Signed with Ed25519; the signature stands beside the manifest, in base64, as `<name>.sig`.
 */
export function signedBytes(manifestName: string, manifest: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`counterfoil update manifest\n${manifestName}\n`), manifest])
}

/** As electron-builder names them. Source: electron-updater 6, `Provider.getChannelFilePrefix`. */
export function manifestName(channel: UpdateChannel, platform: string, arch: string): string {
  if (platform === 'darwin') return `${channel}-mac.yml`
  if (platform === 'linux') return `${channel}-linux${arch === 'x64' ? '' : `-${arch}`}.yml`
  return `${channel}.yml`
}
