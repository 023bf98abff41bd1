/** Pure decisions of verification: what was typed, which channel carries it, and how an outbox state reads on screen. */
import type { Channel, ContactKind } from '../../contract/values.ts'
import type { DeliveryState } from '../../contract/verification.ts'
import { normaliseEmail, normalisePhone } from '../customers/contacts.ts'
import type { OutboxStatus } from '../delivery/outbox.ts'
import { cleanLine, westernDigits } from '../kernel/text.ts'
import { isRegion } from '../settings/regions.ts'

export const carries = (channel: Channel, kind: ContactKind): boolean => (channel === 'email') === (kind === 'email')

export type Identifier =
  | { readonly kind: 'email' | 'phone'; readonly value: string }
  | { readonly kind: 'account'; readonly value: string }

/** A mail address, a phone, or else an account number; null where a mail address is malformed or nothing is left. */
export function readIdentifier(typed: string, region: string): Identifier | null {
  const text = cleanLine(westernDigits(typed))
  if (text === '' || text.length > 254) return null
  if (text.includes('@')) {
    const value = normaliseEmail(text)
    return value === null ? null : { kind: 'email', value }
  }
  const phone = normalisePhone(text, isRegion(region) ? region : '')
  if (phone !== null) return { kind: 'phone', value: phone }
  return text.length > 40 ? null : { kind: 'account', value: text }
}

/** The channel a typed contact is reached by: the one asked for where it fits, else the first that does. */
export function channelFor(
  kind: ContactKind,
  asked: Channel | undefined,
  available: readonly Channel[],
): Channel | null {
  const fitting = available.filter((channel) => carries(channel, kind))
  return fitting.find((channel) => channel === asked) ?? fitting[0] ?? null
}

export function deliveryStatus(status: OutboxStatus): DeliveryState['status'] {
  return status === 'decoy' ? 'queued' : status
}
