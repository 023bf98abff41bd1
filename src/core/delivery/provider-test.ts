/** "Send a test": one real message through one provider, saved or not yet, and what the provider says of it. */
import type { ProviderSettings, TestStep } from '../../contract/providers.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import { normaliseEmail, normalisePhone } from '../customers/contacts.ts'
import type { Clock } from '../kernel/clock.ts'
import type { NewId } from '../kernel/ids.ts'
import type { Timers } from '../kernel/timers.ts'
import { isRegion } from '../settings/regions.ts'
import type { Settings } from '../settings/service.ts'
import { attemptDeadlineMs } from './attempt-outcome.ts'
import type { DeliveryReport, Gateway, OutgoingMessage } from './gateway.ts'
import type { ProviderDirectory } from './provider-directory.ts'
import { remedyFor } from './remedies.ts'
import { channelsOf } from './routes.ts'

/** So long a person waits for the word of the arrival, asked for every 2 s: 30 s. */
const patienceMs = 30_000
const pauseMs = 2_000

export interface ProviderTestParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly newId: NewId
  readonly settings: () => Settings
  readonly directory: ProviderDirectory
  readonly makeGateway: (settings: ProviderSettings, secret: string | null) => Gateway
  readonly settingsProblem: (settings: ProviderSettings) => { readonly field: string } | null
  readonly composeTest: (channel: Channel, locale: Locale) => Pick<OutgoingMessage, 'subject' | 'text' | 'html'>
  /** Whether the office's limits let an SMS go to this number. */
  readonly mayText: (phone: string) => boolean
  readonly standing: (providerId: string) => ProviderSettings | null
  readonly secretOf: (providerId: string) => Promise<string | null>
}

export interface TestRequest {
  readonly providerId?: string | undefined
  readonly settings?: ProviderSettings | undefined
  readonly secret?: string | undefined
  readonly channel: Channel
  readonly to: string
}

type Refusal = Extract<TestStep, { step: 'refused' }>['reason']

interface Ready {
  readonly gateway: Gateway
  /** Made for this test, and closed after it. */
  readonly own: boolean
  readonly settings: ProviderSettings | null
  readonly kind: ProviderSettings['kind']
}

/** Whether a stored secret belongs to these settings, too: it must not be carried to another server or account. */
export function sameAccount(stored: ProviderSettings, now: ProviderSettings): boolean {
  if (stored.kind === 'smtp' && now.kind === 'smtp')
    return (['host', 'port', 'security', 'user'] as const).every((field) => stored[field] === now[field])
  if (stored.kind === 'twilio' && now.kind === 'twilio') return stored.accountSid === now.accountSid
  return stored.kind === now.kind
}

export function providerTest(parts: ProviderTestParts) {
  const { clock } = parts

  async function prepare(request: TestRequest): Promise<Ready | Refusal> {
    const { providerId } = request
    const settings = request.settings ?? (providerId === undefined ? null : parts.standing(providerId))
    if (settings === null) return fromEnvironment(providerId, request.channel)
    if (parts.settingsProblem(settings) !== null) return 'malformed'
    if (!channelsOf(settings).includes(request.channel)) return 'channel_not_carried'
    const before = providerId === undefined ? null : parts.standing(providerId)
    const stored = providerId !== undefined && before !== null && sameAccount(before, settings)
    const secret = request.secret ?? (stored ? await parts.secretOf(providerId) : null)
    if (secret === null && (settings.kind !== 'smtp' || settings.user !== '')) return 'secret_missing'
    return { gateway: parts.makeGateway(settings, secret), own: true, settings, kind: settings.kind }
  }

  function fromEnvironment(providerId: string | undefined, channel: Channel): Ready | Refusal {
    const provider = providerId === undefined ? undefined : parts.directory.byId(providerId)
    if (provider === undefined || provider.gateway === null || provider.kind === 'dev-inbox') return 'not_found'
    if (!provider.channels.includes(channel)) return 'channel_not_carried'
    return { gateway: provider.gateway, own: false, settings: null, kind: provider.kind }
  }

  function addressOf({ channel, to }: TestRequest): string | null {
    const { region } = parts.settings()
    return channel === 'email' ? normaliseEmail(to) : normalisePhone(to, isRegion(region) ? region : '')
  }

  function failedStep(
    ready: Ready,
    failed: Pick<Extract<TestStep, { step: 'failed' }>, 'failure' | 'words'>,
  ): TestStep {
    const smtp = ready.settings?.kind === 'smtp' ? ready.settings : null
    const asked = { kind: ready.kind, preset: smtp?.preset ?? null, host: smtp?.host ?? null }
    const { failure, words } = failed
    return { step: 'failed', failure, words, remedy: remedyFor({ ...asked, failure, words }) }
  }

  const pause = (ms: number): Promise<void> => new Promise((resolve) => parts.timers.after(ms, resolve))
  const within = (signal: AbortSignal | undefined): AbortSignal =>
    AbortSignal.any([parts.timers.deadline(attemptDeadlineMs), ...(signal === undefined ? [] : [signal])])

  async function* arrival(
    ready: Ready,
    id: string,
    startedAtMs: number,
    signal?: AbortSignal,
  ): AsyncGenerator<TestStep, void> {
    const { gateway } = ready
    while (gateway.report !== undefined && clock.now() - startedAtMs < patienceMs && signal?.aborted !== true) {
      await pause(pauseMs)
      const report: DeliveryReport = await gateway.report(id, within(signal))
      if (report.state === 'delivered') return yield { step: 'delivered', durationMs: clock.now() - startedAtMs }
      if (report.state === 'undelivered') return yield failedStep(ready, report)
    }
    yield { step: 'not_heard' }
  }

  return async function* test(request: TestRequest, signal?: AbortSignal): AsyncGenerator<TestStep, void> {
    const to = addressOf(request)
    if (to === null) return yield { step: 'refused', reason: 'bad_address' }
    const ready = await prepare(request)
    if (typeof ready === 'string') return yield { step: 'refused', reason: ready }
    try {
      if (request.channel === 'sms' && !parts.mayText(to)) {
        const words = "The office's limits for text messages stopped it."
        return yield { step: 'failed', failure: 'not_allowed', words, remedy: null }
      }
      yield { step: 'sending' }
      const startedAtMs = clock.now()
      const composed = parts.composeTest(request.channel, parts.settings().defaultLocale)
      const plain = { code: null, validForMs: null, attachments: [] }
      const message = { messageId: parts.newId(), channel: request.channel, to, ...composed, ...plain }
      const result = await ready.gateway.send(message, within(signal))
      if (result.result !== 'taken') return yield failedStep(ready, result)
      const { providerMessageId } = result
      yield { step: 'taken', providerMessageId, durationMs: clock.now() - startedAtMs }
      yield* arrival(ready, providerMessageId, startedAtMs, signal)
    } finally {
      if (ready.own) await ready.gateway.close()
    }
  }
}
