/** Where updates come from and who puts them in place: ports that a host fills. */
import type { OffReason, RefusalReason, UpdateChannel } from '../../contract/update.ts'
import type { Outcome } from '../kernel/outcome.ts'
import type { HoursOfDay } from './install-rules.ts'

/** One file of a release. */
export interface ReleaseFile {
  /** A plain name, beside the manifest. */
  readonly name: string
  /** Base64 of 64 bytes. */
  readonly sha512: string
  readonly bytes: number
}

/** What a manifest says, its signature proven. */
export interface Release {
  readonly version: string
  readonly files: readonly ReleaseFile[]
  /** How many of a hundred terminals may have it; 100 where the manifest does not say. */
  readonly stagingPercentage: number
}

type FeedFailure = Extract<RefusalReason, 'unreachable' | 'signature_missing' | 'signature_wrong' | 'unreadable'>
type DownloadFailure = Extract<RefusalReason, 'wrong_file' | 'broken_download'>

export interface UpdateFeed {
  latest(): Promise<Outcome<Release, FeedFailure>>
}

/** The platform's part: brings the release onto the disk, and puts it in the place of what runs. */
export interface UpdateInstaller {
  download(release: Release): Promise<Outcome<null, DownloadFailure>>
  /** False where what runs may not be replaced by this program: nothing is ended for that. */
  canReplace(): boolean
  /** Ends the office and the program. Comes back only where the program stays: `wrong_file` with the office still open. */
  install(): Promise<Outcome<null, 'install_failed' | 'wrong_file'>>
}

/** What a host brings where it is one that updates itself. */
export interface UpdateHost {
  /** What runs now, as semver. */
  readonly version: string
  readonly channel: UpdateChannel
  /** As Node's `process.arch`. */
  readonly arch: string
  readonly source: { readonly feed: UpdateFeed; readonly installer: UpdateInstaller } | { readonly off: OffReason }
  /** False where the system asks a person before it installs. */
  readonly unattended: boolean
  readonly workingHours: HoursOfDay
  /** A copy of the office's data, or one line that says why there is none. */
  beforeInstall(): Promise<Outcome<unknown, { readonly message: string }>>
  /** How long ago a person touched a screen of this program, in ms; null: not since its start. */
  touchedAgoMs(): number | null
  /** Imports and exports under way. */
  transferring(): boolean
}
