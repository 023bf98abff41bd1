/** The publisher's signature of a manifest: what the terminals prove in src/gateways/update-feed.ts. */
import { type KeyObject, sign } from 'node:crypto'
import { signedBytes } from '../src/core/update/manifest-proof.ts'

/** Base64, to stand beside the manifest as `<name>.sig`. */
export function manifestSignature(key: KeyObject, name: string, manifest: Uint8Array): string {
  return sign(null, signedBytes(name, manifest), key).toString('base64')
}
