/** What a release on offer means for this terminal. Pure. */
import { createHash } from 'node:crypto'
import type { UpdateChannel } from '../../contract/update.ts'
import type { Release } from './feed.ts'
import { filesFor } from './processor.ts'
import { compareVersions, isPrerelease } from './version.ts'

export interface Installed {
  readonly version: string
  readonly channel: UpdateChannel
  /** As Node's `process.arch`. */
  readonly arch: string
  /** Names this installation, and never changes. */
  readonly installId: string
}

export type Offer = 'newer' | 'not_yet' | 'current' | 'downgrade' | 'wrong_channel' | 'wrong_processor'

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
  release: Pick<Release, 'version' | 'stagingPercentage' | 'files'>,
): Offer {
  const order = compareVersions(release.version, installed.version)
  if (order === 0) return 'current'
  if (order < 0) return 'downgrade'
  if (installed.channel === 'latest' && isPrerelease(release.version)) return 'wrong_channel'
  if (filesFor(installed.arch, release.files).length === 0) return 'wrong_processor'
  return rolloutPlace(installed.installId, release.version) < release.stagingPercentage ? 'newer' : 'not_yet'
}
