/** `send-test`: one real message through the configured provider, and what the provider said. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Channel, channels } from '../contract/values.ts'
import type { DeliveryFailure } from '../contract/verification.ts'
import { normaliseEmail, normalisePhone } from '../core/customers/contacts.ts'
import { attemptDeadlineMs } from '../core/delivery/dispatcher.ts'
import { composeMessage } from '../core/delivery/templates.ts'
import { isRegion } from '../core/settings/regions.ts'
import { gatewaysFromEnvironment } from '../gateways/from-environment.ts'
import { machineTime, machineTimers } from '../gateways/system.ts'
import { databaseFileName, openConnection } from '../storage/database.ts'
import { type Command, UsageError } from './command.ts'

const remedies: Readonly<Record<DeliveryFailure, string>> = {
  login_refused: 'Check the user name and password or token. Gmail and Office 365 want an app password.',
  address_refused: 'The provider does not deliver to this address; check it.',
  message_refused: 'The provider will not take this message; its words above say why.',
  unreachable: 'The server cannot be reached: check the host name, the port and the network.',
  timed_out: 'The server did not answer in time: check the port, and whether it wants TLS (smtps://).',
  rate_limited: 'The provider wants fewer messages for now; try again later.',
  provider_error: 'The provider has a fault of its own; try again later.',
  certificate: "The server's TLS certificate is not valid for this name.",
  not_configured: 'No provider is set for this channel.',
  code_died: '',
  unconfirmed: 'Contact was lost after the message was handed over: it may have arrived. Look before sending again.',
}

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

export const sendTestCommand: Command = {
  async run(args, dataFolder, context) {
    const [named, typed, ...rest] = args
    const channel = channels.find((known) => known === named)
    if (channel === undefined || typed === undefined || rest.length > 0)
      throw new UsageError('send-test wants email, sms or whatsapp, and whom to')
    const office = officeSettings(dataFolder)
    const to = readTarget(channel, typed, context.env.COUNTERFOIL_REGION ?? office.region)
    const found = gatewaysFromEnvironment(context.env, { now: () => machineTime.wallMs() })
    for (const problem of found.problems) context.fail(problem)
    const gateway = found.gateways[channel]
    if (gateway === undefined || found.devInbox !== null) {
      context.fail(
        `No provider is set for ${channel}. Set ${channel === 'email' ? 'SMTP_URL' : 'the TWILIO_ or KAVENEGAR_ variables'}.`,
      )
      return 1
    }
    const composed = composeMessage({ template: 'test', channel, locale: 'en', office: office.name, params: {} })
    const message = { messageId: randomUUID(), channel, to, ...composed, attachments: [] }
    const result = await gateway.send(message, machineTimers.deadline(attemptDeadlineMs))
    await gateway.close()
    if (result.result === 'taken') {
      context.out(`${gateway.provider} took the message for ${to} (its id: ${result.providerMessageId}).`)
      return 0
    }
    context.fail(`${gateway.provider} said: ${result.words} ${remedies[result.failure]}`.trim())
    return 1
  },
}
