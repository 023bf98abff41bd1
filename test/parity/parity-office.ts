/** What the behaviour suite needs of a host, and the steps that its behaviours share. */
import { expect } from 'vitest'
import { demoStaff } from '../../src/core/settings/demo-office.ts'
import type { Client } from '../support/host.ts'

/** A fresh, empty office and one screen of it; gone after the test. */
export interface ParityOffice {
  readonly client: Client
  /** A caller of the same office without a terminal's credential; null where the host has no way to be one. */
  readonly stranger: Client | null
}

export type OpenOffice = () => Promise<ParityOffice>

const demoNames = { clerk: 'Asha Clerk', supervisor: 'Ravi Supervisor', administrator: 'Meera Administrator' } as const
type DemoRole = keyof typeof demoNames

/** The made-up office, with a member of staff of `role` signed in. */
export async function demoDesk(open: OpenOffice, role: DemoRole = 'clerk'): Promise<Client> {
  const { client } = await open()
  await client.office.loadDemo()
  await signIn(client, role)
  return client
}

export async function signIn(client: Client, role: DemoRole): Promise<void> {
  const name = demoNames[role]
  const password = demoStaff.find((each) => each.name === name)?.password ?? ''
  const outcome = await client.session.signIn({ name, password })
  expect(outcome.outcome).toBe('done')
}

/** A customer of the demo office who has bills and both a mail address and a phone. */
export async function findCustomer(client: Client) {
  const { hits } = await client.customers.search({ query: 'GV-100003' })
  const hit = hits[0]
  const email = hit?.contacts.find((contact) => contact.kind === 'email')
  if (hit === undefined || email === undefined) throw new Error('the demo office has changed')
  return { ...hit, email }
}

/** Sends a code by mail, waits until the provider took it, and reads it in the dev inbox. */
export async function sendCode(client: Client) {
  const customer = await findCustomer(client)
  const sent = await client.verification.start({
    customerId: customer.customerId,
    contactId: customer.email.contactId,
    channel: 'email',
  })
  if (sent.outcome !== 'sent') throw new Error(`not sent: ${sent.reason}`)
  const { challenge } = sent
  for await (const state of await client.verification.watch({ challengeId: challenge.challengeId })) {
    expect(['queued', 'sending', 'taken']).toContain(state.status)
  }
  const [message] = await client.inbox.messages()
  const code = /\b(\d{3}) ?(\d{3})\b/.exec(message?.text ?? '')
  if (code?.[1] === undefined || code[2] === undefined) throw new Error(`no code in: ${message?.text}`)
  return { customer, challenge, code: code[1] + code[2] }
}

/** A code that is not `code`, of the same length. */
export const wrongCode = (code: string, nth: number): string =>
  String((Number(code) + nth) % 1_000_000).padStart(6, '0')

/** A verified customer at the desk. */
export async function openVisit(client: Client) {
  const { customer, challenge, code } = await sendCode(client)
  const outcome = await client.verification.verify({ challengeId: challenge.challengeId, code })
  if (outcome.outcome !== 'verified') throw new Error(`not verified: ${outcome.outcome}`)
  return { customer, visitId: outcome.visitId }
}

/** A visit in which the oldest bill was paid in full, in cash. */
export async function paidVisit(client: Client) {
  const { customer, visitId } = await openVisit(client)
  const bill = (await client.billing.bills({ visitId })).bills[0]
  if (bill === undefined) throw new Error('the demo customer has no bill')
  const allocations = [{ billId: bill.billId, amountMinor: bill.balanceMinor }]
  const request = {
    visitId,
    key: 'parity-payment-0001',
    method: 'cash' as const,
    allocations,
    tenderedMinor: bill.balanceMinor,
  }
  const outcome = await client.payments.pay(request)
  if (outcome.outcome !== 'paid') throw new Error(`not paid: ${outcome.reason}`)
  return { customer, visitId, bill, request, payment: outcome.payment }
}
