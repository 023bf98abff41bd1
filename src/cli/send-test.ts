/** `send-test`: one real message through the configured provider, what the provider said, and what to do about it. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import remedyWords from '../../resources/locales/en/remedies.json' with { type: 'json' }
import { type Channel, channels } from '../contract/values.ts'
import { normaliseEmail, normalisePhone } from '../core/customers/contacts.ts'
import { attemptDeadlineMs } from '../core/delivery/attempt-outcome.ts'
import type { SendResult } from '../core/delivery/gateway.ts'
import { remedyFor } from '../core/delivery/remedies.ts'
import { composeMessage } from '../core/delivery/templates.ts'
import { isRegion } from '../core/settings/regions.ts'
import { parseSmtpUrl } from '../gateways/smtp-settings.ts'
import { machineTimers } from '../gateways/system.ts'
import { databaseFileName, openConnection } from '../storage/database.ts'
import { type Command, type CommandContext, UsageError } from './command.ts'
import { type KnownProvider, officeProviders } from './office-providers.ts'

function officeSettings(dataFolder: string): { name: string; region: string } {
  const file = join(dataFolder, databaseFileName)
  if (!existsSync(file)) return { name: 'Counterfoil', region: '' }
  const db = openConnection(file, { readonly: true })
  try {
    const value = (key: string): string => {
      const row = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?').get(key)
      return row === undefined ? '' : String(JSON.parse(row.value))
    }
    return { name: value('officeName') || 'Counterfoil', region: value('region') }
  } finally {
    db.close()
  }
}

function readTarget(channel: Channel, typed: string, region: string): string {
  const to = channel === 'email' ? normaliseEmail(typed) : normalisePhone(typed, isRegion(region) ? region : '')
  if (to === null)
    throw new UsageError(
      channel === 'email' ? `"${typed}" is not a mail address` : `"${typed}" is not a phone number; write it as +98…`,
    )
  return to
}

/** What an administrator can do, in English like the rest of the command line; empty where nothing is known to help. */
function adviceOn(
  provider: KnownProvider,
  result: Exclude<SendResult, { readonly result: 'taken' }>,
  { env }: CommandContext,
): string {
  if (result.result === 'unconfirmed') return 'It may have arrived: look before sending again.'
  const { kind } = provider
  const smtp = provider.settings?.kind === 'smtp' ? provider.settings : null
  const server = kind === 'smtp' && smtp === null ? parseSmtpUrl(env.SMTP_URL ?? '') : null
  const host = smtp?.host ?? (server?.ok === true ? server.value.host : null)
  const preset = smtp?.preset ?? null
  const remedy = remedyFor({ kind, preset, host, failure: result.failure, words: result.words })
  return remedy === null ? '' : remedyWords[remedy]
}

const nothingSet = (channel: Channel): string =>
  `No provider is set for ${channel}. Set one up on screen (Messages, Providers), or set ${
    channel === 'email' ? 'SMTP_URL' : 'the TWILIO_ or KAVENEGAR_ variables'
  }.`

export const sendTestCommand: Command = {
  async run(args, dataFolder, context) {
    const [named, typed, ...rest] = args
    const channel = channels.find((known) => known === named)
    if (channel === undefined || typed === undefined || rest.length > 0)
      throw new UsageError('send-test wants email, sms or whatsapp, and whom to')
    const office = officeSettings(dataFolder)
    const to = readTarget(channel, typed, context.env.COUNTERFOIL_REGION ?? office.region)
    const found = await officeProviders(dataFolder, context.env, office.name)
    for (const problem of found.problems) context.fail(problem)
    const [provider] = found.order(channel, to)
    const gateway = provider?.gateway ?? null
    if (provider === undefined || gateway === null) {
      context.fail(
        provider === undefined ? nothingSet(channel) : `The secret of ${provider.name} cannot be read from here.`,
      )
      return 1
    }
    const composed = composeMessage({ template: 'test', channel, locale: 'en', office: office.name, params: {} })
    const message = { messageId: randomUUID(), channel, to, ...composed, attachments: [], code: null, validForMs: null }
    const result = await gateway.send(message, machineTimers.deadline(attemptDeadlineMs))
    await gateway.close()
    if (result.result === 'taken') {
      context.out(`${provider.id} took the message for ${to} (its id: ${result.providerMessageId}).`)
      return 0
    }
    context.fail(`${provider.id} said: ${result.words} ${adviceOn(provider, result, context)}`.trim())
    return 1
  },
}
