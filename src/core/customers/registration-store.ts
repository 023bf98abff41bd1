/** The only SQL of registrations that wait for their code. */
import type { Locale } from '../../contract/values.ts'
import type { Db } from '../kernel/db.ts'

export interface RegistrationRow {
  readonly challenge_id: string
  readonly name: string
  readonly address: string
  readonly ward: string
  readonly locale: Locale
}

export function registrationStore(db: Db) {
  const put = db.prepare(
    'INSERT OR REPLACE INTO registration (challenge_id, name, address, ward, locale) VALUES (?, ?, ?, ?, ?)',
  )
  const byChallenge = db.prepare<[string], RegistrationRow>('SELECT * FROM registration WHERE challenge_id = ?')
  const move = db.prepare('UPDATE registration SET challenge_id = ? WHERE challenge_id = ?')
  const drop = db.prepare('DELETE FROM registration WHERE challenge_id = ?')
  const forget = db.prepare(
    `DELETE FROM registration WHERE challenge_id NOT IN
       (SELECT id FROM challenge WHERE status = 'live' AND expires_at_ms > ?)`,
  )
  return {
    put(row: RegistrationRow): void {
      put.run(row.challenge_id, row.name, row.address, row.ward, row.locale)
    },
    byChallenge: (challengeId: string): RegistrationRow | undefined => byChallenge.get(challengeId),
    /** To the new code of the same person. */
    move(fromChallengeId: string, toChallengeId: string): void {
      if (fromChallengeId !== toChallengeId) move.run(toChallengeId, fromChallengeId)
    },
    drop(challengeId: string): void {
      drop.run(challengeId)
    },
    /** Those whose code can no longer be read back. Returns how many. */
    forget: (nowMs: number): number => forget.run(nowMs).changes,
  }
}
export type RegistrationStore = ReturnType<typeof registrationStore>
