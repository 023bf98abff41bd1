/** What the publisher's key signs, and the name of the manifest a terminal asks for. */
import type { UpdateChannel } from '../../contract/update.ts'

/**
 * The manifest's bytes under its own name: a signed manifest of another channel or system does not pass for this one.
 * Signed with Ed25519; the signature stands beside the manifest, in base64, as `<name>.sig`.
 */
export function signedBytes(manifestName: string, manifest: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`counterfoil update manifest\n${manifestName}\n`), manifest])
}

/**
 * One for each channel, system and processor. electron-builder tells processors apart on Linux alone; on Windows and macOS
 * packaging/split-manifests.ts gives the manifest of anything but x64 its name.
 */
export function manifestName(channel: UpdateChannel, platform: string, arch: string): string {
  const system = platform === 'darwin' ? '-mac' : platform === 'linux' ? '-linux' : arch === 'x64' ? '' : '-win'
  return `${channel}${system}${arch === 'x64' ? '' : `-${arch}`}.yml`
}
