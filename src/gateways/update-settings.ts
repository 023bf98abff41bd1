/** How this terminal is updated, as its environment says. */
import { type UpdateChannel, updateChannel } from '../contract/update.ts'
import { type HoursOfDay, readHours } from '../core/update/install-rules.ts'

export interface UpdateSettings {
  /** `insecure_feed` for what is no https address, nor one of this machine. */
  readonly feed: URL | 'no_feed' | 'insecure_feed'
  readonly channel: UpdateChannel
  readonly workingHours: HoursOfDay
  /** What cannot be read, one line each. */
  readonly problems: readonly string[]
}

const usualHours = '07:00-20:00'
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** An https address, or http on this machine for whoever tries it out; as a folder. */
function feedAddress(text: string): URL | 'no_feed' | 'insecure_feed' {
  if (text === '') return 'no_feed'
  if (!URL.canParse(text)) return 'insecure_feed'
  const url = new URL(text)
  const mayPass = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
  if (!mayPass || url.username !== '' || url.password !== '') return 'insecure_feed'
  url.search = ''
  url.hash = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

export function updateSettings(env: Readonly<Record<string, string | undefined>>): UpdateSettings {
  const named = env.COUNTERFOIL_UPDATE_CHANNEL?.trim() || 'latest'
  const channel = updateChannel.safeParse(named)
  const hoursText = env.COUNTERFOIL_WORKING_HOURS?.trim() || usualHours
  const hours = readHours(hoursText)
  return {
    feed: feedAddress(env.COUNTERFOIL_UPDATE_FEED?.trim() ?? ''),
    channel: channel.success ? channel.data : 'latest',
    workingHours: hours ?? readHours(usualHours) ?? { fromMinute: 0, toMinute: 0 },
    problems: [
      ...(channel.success ? [] : ['COUNTERFOIL_UPDATE_CHANNEL is neither latest nor beta; latest it is.']),
      ...(hours === null ? [`COUNTERFOIL_WORKING_HOURS is not like ${usualHours}; ${usualHours} it is.`] : []),
    ],
  }
}
