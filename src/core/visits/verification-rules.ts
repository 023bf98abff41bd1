/** Pure decisions of verification: what was typed, which channel carries it, and how an outbox state reads on screen. */
import type { Channel, ContactKind } from '../../contract/values.ts'
import type { DeliveryState } from '../../contract/verification.ts'
import { normaliseEmail, normalisePhone } from '../customers/contacts.ts'
import type { Arrival, OutboxStatus } from '../delivery/outbox.ts'
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

/** How an outbox state and what the provider says of the arrival read on screen. */
export function deliveryStatus(status: OutboxStatus, arrival: Arrival | null): DeliveryState['status'] {
  if (status === 'decoy') return 'queued'
  if (status === 'taken' && (arrival === 'delivered' || arrival === 'undelivered')) return arrival
  return status
}

/** Whether nothing more will be heard of a message in this state. */
export function isFinal(status: OutboxStatus, arrival: Arrival | null): boolean {
  return status === 'failed' || status === 'unconfirmed' || (status === 'taken' && arrival !== 'pending')
}

/** The order in which another way is offered: what is read soonest at a counter first. */
const fallbackOrder: readonly Channel[] = ['sms', 'whatsapp', 'email']
export const byFallback = (left: Channel, right: Channel): number =>
  fallbackOrder.indexOf(left) - fallbackOrder.indexOf(right)
