/** The names behind the ids of the trail: staff, customers, terminals, codes, receipts, tickets. Each is one look into an index. */
import type { AuditEntry, AuditSubject } from '../../contract/audit.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Db } from '../kernel/db.ts'
import { foldText } from '../kernel/text.ts'
import { maskContact } from './trail.ts'

interface Concerned {
  readonly customer_id: string | null
  readonly text: string
}

type Customer = NonNullable<AuditEntry['customer']>

export interface NamedStaff {
  readonly staffId: string
  readonly name: string
}

export interface NamedTerminal {
  readonly terminalId: string
  readonly label: string
}

export function auditNames(db: Db, customers: CustomerStore) {
  const staff = db.prepare<[], NamedStaff>('SELECT id AS staffId, name FROM staff ORDER BY name')
  const staffById = db.prepare<[string], { name: string }>('SELECT name FROM staff WHERE id = ?')
  const terminals = db.prepare<[], { id: string; number: number }>('SELECT id, number FROM terminal ORDER BY number')
  const terminalById = db.prepare<[string], { number: number }>('SELECT number FROM terminal WHERE id = ?')
  const one = (sql: string) => db.prepare<[string], Concerned>(sql)
  const visit = one(`SELECT customer_id, '' AS text FROM visit WHERE id = ?`)
  const code = db.prepare<[string], { customer_id: string | null; contact_value: string; reference: string }>(
    'SELECT customer_id, contact_value, reference FROM challenge WHERE id = ?',
  )
  const numbered = [
    {
      kind: 'payment',
      by: one(
        `SELECT payment.customer_id, coalesce(receipt.number, '') AS text FROM payment
         LEFT JOIN receipt ON receipt.payment_id = payment.id WHERE payment.id = ?`,
      ),
    },
    {
      kind: 'receipt',
      by: one(
        `SELECT payment.customer_id, receipt.number AS text FROM receipt
         JOIN payment ON payment.id = receipt.payment_id WHERE receipt.id = ?`,
      ),
    },
    { kind: 'ticket', by: one('SELECT customer_id, ticket_no AS text FROM feedback WHERE id = ?') },
    // Not the pay-code itself: it is as good as a key until it is settled.
    { kind: 'payment', by: one(`SELECT customer_id, '' AS text FROM pay_code WHERE id = ?`) },
  ] as const
  const message = db.prepare<[string], { challenge_id: string | null; to_value: string }>(
    'SELECT challenge_id, to_value FROM outbox WHERE id = ?',
  )

  function customerOf(customerId: string | null): Customer | null {
    const row = customerId === null ? undefined : customers.byId(customerId)
    return row === undefined ? null : { customerId: row.id, name: row.name, accountNo: row.account_no }
  }

  function codeNamed(challengeId: string): { subject: AuditSubject; customer: Customer | null } | null {
    const row = code.get(challengeId)
    if (row === undefined) return null
    const text = `${row.reference} ${maskContact(row.contact_value)}`
    return { subject: { kind: 'code', text }, customer: customerOf(row.customer_id) }
  }

  function named(subject: string): { subject: AuditSubject; customer: Customer | null } {
    if (subject === 'office') return { subject: { kind: 'office', text: '' }, customer: null }
    const customer = customerOf(subject)
    if (customer !== null) return { subject: { kind: 'customer', text: customer.name }, customer }
    const sent = codeNamed(subject)
    if (sent !== null) return sent
    for (const { kind, by } of numbered) {
      const row = by.get(subject)
      if (row !== undefined) return { subject: { kind, text: row.text }, customer: customerOf(row.customer_id) }
    }
    const person = staffById.get(subject)
    if (person !== undefined) return { subject: { kind: 'staff', text: person.name }, customer: null }
    const screen = terminalById.get(subject)
    if (screen !== undefined) return { subject: { kind: 'terminal', text: `T${screen.number}` }, customer: null }
    const sentMessage = message.get(subject)
    if (sentMessage === undefined) return { subject: { kind: 'other', text: subject }, customer: null }
    const carried = sentMessage.challenge_id === null ? null : codeNamed(sentMessage.challenge_id)
    return carried ?? { subject: { kind: 'other', text: maskContact(sentMessage.to_value) }, customer: null }
  }

  return {
    staff: (): NamedStaff[] => staff.all(),
    staffName: (staffId: string): string | null => staffById.get(staffId)?.name ?? null,
    terminals: (): NamedTerminal[] => terminals.all().map((row) => ({ terminalId: row.id, label: `T${row.number}` })),
    terminalLabel(terminalId: string): string | null {
      const row = terminalById.get(terminalId)
      return row === undefined ? null : `T${row.number}`
    },
    /** The subject in words, and whom it concerns; the visit says it where the subject does not. */
    named(subject: string, visitId: string | null): { subject: AuditSubject; customer: Customer | null } {
      const found = named(subject)
      if (found.customer !== null || visitId === null) return found
      return { ...found, customer: customerOf(visit.get(visitId)?.customer_id ?? null) }
    },
    customerOf,
    /** Staff and terminals whose name was typed, whole or in part. */
    idsNamed(query: string): string[] {
      const asked = foldText(query)
      const people = staff.all().filter(({ name }) => foldText(name).includes(asked))
      const screens = terminals.all().filter(({ number }) => `t${number}` === asked)
      return [...people.map(({ staffId }) => staffId), ...screens.map(({ id }) => id)]
    },
  }
}
export type AuditNames = ReturnType<typeof auditNames>
