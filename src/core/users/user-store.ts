/** The only SQL of users and of their requests for codes. */
import type { Db } from '../kernel/db.ts'

export interface UserRow {
  readonly id: string
  readonly phone_number: string | null
  readonly email: string | null
  readonly username: string | null
  readonly first_name: string | null
  readonly last_name: string | null
  readonly customer_id: string | null
}

export function userStore(db: Db) {
  const byId = db.prepare<[string], UserRow>('SELECT * FROM app_user WHERE id = ?')
  const byPhone = db.prepare<[string], UserRow>('SELECT * FROM app_user WHERE phone_number = ?')
  const byEmail = db.prepare<[string], UserRow>('SELECT * FROM app_user WHERE email = ?')
  const insert = db.prepare(
    'INSERT INTO app_user (id, phone_number, email, created_at_ms, signed_in_at_ms) VALUES (?, ?, ?, ?, ?)',
  )
  const signedIn = db.prepare('UPDATE app_user SET customer_id = ?, signed_in_at_ms = ? WHERE id = ?')
  const putRequest = db.prepare('INSERT INTO rest_request (origin, at_ms) VALUES (?, ?)')
  const forgetRequests = db.prepare('DELETE FROM rest_request WHERE at_ms <= ?')
  const requestsFrom = db.prepare<[string, number, number], number>(
    'SELECT at_ms FROM rest_request WHERE origin = ? AND at_ms > ? ORDER BY at_ms DESC LIMIT ?',
  )
  const nthRequest = db.prepare<[number, number], number>(
    'SELECT at_ms FROM rest_request WHERE at_ms > ? ORDER BY at_ms DESC LIMIT 1 OFFSET ?',
  )
  requestsFrom.pluck()
  nthRequest.pluck()

  return {
    byId: (userId: string): UserRow | undefined => byId.get(userId),
    byContact: (kind: 'phone' | 'email', value: string): UserRow | undefined =>
      kind === 'phone' ? byPhone.get(value) : byEmail.get(value),
    insert(userId: string, kind: 'phone' | 'email', value: string, atMs: number): void {
      insert.run(userId, kind === 'phone' ? value : null, kind === 'email' ? value : null, atMs, atMs)
    },
    /** Also says anew which customer the proven contact belongs to. */
    signedIn(userId: string, customerId: string | null, atMs: number): void {
      signedIn.run(customerId, atMs, userId)
    },
    /** Remembers a request, and forgets those that no limit looks at any more. */
    putRequest(origin: string, atMs: number, forgetUntilMs: number): void {
      forgetRequests.run(forgetUntilMs)
      putRequest.run(origin, atMs)
    },
    /** The moments of the last requests from one address, newest first. */
    requestsFrom: (origin: string, afterMs: number, limit: number): number[] =>
      requestsFrom.all(origin, afterMs, limit),
    /** The moment of the `nth` last request from anywhere, counted from 1; null where there were fewer. */
    nthLastRequest: (afterMs: number, nth: number): number | null => nthRequest.get(afterMs, nth - 1) ?? null,
  }
}
export type UserStore = ReturnType<typeof userStore>
