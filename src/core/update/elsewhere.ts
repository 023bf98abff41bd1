/** The updates of a host that has none of its own: it comes anew with its package. */
import packageFile from '../../../package.json' with { type: 'json' }
import { failed } from '../kernel/outcome.ts'
import type { UpdateHost } from './feed.ts'

export const noUpdates: UpdateHost = {
  version: packageFile.version,
  channel: 'latest',
  arch: 'x64',
  source: { off: 'elsewhere' },
  unattended: false,
  workingHours: { fromMinute: 0, toMinute: 0 },
  beforeInstall: async () => failed({ message: 'This host is updated with its package.' }),
  touchedAgoMs: () => null,
  transferring: () => false,
}
