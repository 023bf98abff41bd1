/** What a release on offer means for this terminal. Pure. */
import { createHash } from 'node:crypto'
import type { UpdateChannel } from '../../contract/update.ts'
import { compareVersions, isPrerelease } from './version.ts'

export interface Installed {
  readonly version: string
  readonly channel: UpdateChannel
  /** Names this installation, and never changes. */
  readonly installId: string
}

export type Offer = 'newer' | 'not_yet' | 'current' | 'downgrade' | 'wrong_channel'

/**
 * Where this terminal stands among a hundred when `version` goes out, from 0. Another version shuffles them anew, so that
 * the same terminals are not always the first.
 */
export function rolloutPlace(installId: string, version: string): number {
  const digest = createHash('sha256').update(`${installId}\n${version}`).digest()
  return (digest.readUInt32BE(0) / 2 ** 32) * 100
}

export function offerFor(
  installed: Installed,
  release: { readonly version: string; readonly stagingPercentage: number },
): Offer {
  const order = compareVersions(release.version, installed.version)
  if (order === 0) return 'current'
  if (order < 0) return 'downgrade'
  if (installed.channel === 'latest' && isPrerelease(release.version)) return 'wrong_channel'
  return rolloutPlace(installed.installId, release.version) < release.stagingPercentage ? 'newer' : 'not_yet'
}
