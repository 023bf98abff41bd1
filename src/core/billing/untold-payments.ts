/**
 * Payments that a screen asked for and whose end its clerk was not shown yet. The browser's own store is written seconds
 * later than it says, and a crash of the desktop terminal takes it along; so the office keeps them.
 */
import type { UntoldPayment } from '../../contract/payments.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db } from '../kernel/db.ts'
import type { Payments } from './payments.ts'

export interface UntoldPayments {
  /** Call before the payment: it is on disk when this returns. A key that was asked for before is not noted again. */
  note(terminalId: string, key: string, amountMinor: number): void
  /** The clerk has seen what became of them. */
  told(terminalId: string, keys: readonly string[]): void
  /** Newest first, with what became of each. */
  list(terminalId: string): UntoldPayment[]
}

/** More than can be under way at one desk. */
const mostListed = 20

export function untoldPayments(parts: {
  readonly db: Db
  readonly clock: Clock
  readonly payments: Pick<Payments, 'lookUp' | 'isTaken'>
}): UntoldPayments {
  const { db, clock, payments } = parts
  const insert = db.prepare(
    'INSERT OR IGNORE INTO payment_untold (terminal_id, idempotency_key, amount_minor, asked_at_ms) VALUES (?, ?, ?, ?)',
  )
  const remove = db.prepare('DELETE FROM payment_untold WHERE terminal_id = ? AND idempotency_key = ?')
  const here = db.prepare<[string, number], { idempotency_key: string; amount_minor: number }>(
    'SELECT idempotency_key, amount_minor FROM payment_untold WHERE terminal_id = ? ORDER BY asked_at_ms DESC LIMIT ?',
  )
  return {
    note(terminalId, key, amountMinor) {
      if (!payments.isTaken(terminalId, key)) insert.run(terminalId, key, amountMinor, clock.now())
    },
    told(terminalId, keys) {
      for (const key of keys) remove.run(terminalId, key)
    },
    list: (terminalId) =>
      here.all(terminalId, mostListed).map(({ idempotency_key: key, amount_minor: amountMinor }) => {
        const found = payments.lookUp(terminalId, key)
        if (found === null) return { key, amountMinor, found: { outcome: 'not_paid' } }
        const { receiptNo, paidAtMs } = found
        return { key, amountMinor, found: { outcome: 'paid', amountMinor: found.amountMinor, receiptNo, paidAtMs } }
      }),
  }
}
