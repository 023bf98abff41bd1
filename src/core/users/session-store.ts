/** The only SQL of sign-ins over REST and their refresh tokens. */
import type { Db } from '../kernel/db.ts'

export interface SessionRow {
  readonly id: string
  readonly user_id: string
  readonly ended_at_ms: number | null
}

export interface RefreshRow {
  readonly session_id: string
  readonly expires_at_ms: number
  readonly used_at_ms: number | null
}

export function sessionStore(db: Db) {
  const byId = db.prepare<[string], SessionRow>('SELECT id, user_id, ended_at_ms FROM app_session WHERE id = ?')
  const insert = db.prepare('INSERT INTO app_session (id, user_id, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?)')
  const prolong = db.prepare('UPDATE app_session SET expires_at_ms = ? WHERE id = ?')
  const end = db.prepare('UPDATE app_session SET ended_at_ms = ?, ended_how = ? WHERE id = ? AND ended_at_ms IS NULL')
  const forget = db.prepare('DELETE FROM app_session WHERE expires_at_ms < ?')
  const token = db.prepare<[Buffer], RefreshRow>(
    'SELECT session_id, expires_at_ms, used_at_ms FROM refresh_token WHERE token_hash = ?',
  )
  const insertToken = db.prepare(
    'INSERT INTO refresh_token (token_hash, session_id, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?)',
  )
  const use = db.prepare('UPDATE refresh_token SET used_at_ms = ? WHERE token_hash = ? AND used_at_ms IS NULL')
  return {
    byId: (sessionId: string): SessionRow | undefined => byId.get(sessionId),
    insert(sessionId: string, userId: string, atMs: number, expiresAtMs: number): void {
      insert.run(sessionId, userId, atMs, expiresAtMs)
    },
    /** True where this call ended it. */
    end: (sessionId: string, atMs: number, how: 'signed_out' | 'token_reused'): boolean =>
      end.run(atMs, how, sessionId).changes === 1,
    token: (hash: Buffer): RefreshRow | undefined => token.get(hash),
    insertToken(hash: Buffer, sessionId: string, atMs: number, expiresAtMs: number): void {
      insertToken.run(hash, sessionId, atMs, expiresAtMs)
      prolong.run(expiresAtMs, sessionId)
    },
    use(hash: Buffer, atMs: number): void {
      use.run(atMs, hash)
    },
    /** Sign-ins whose newest token died before then, with all their tokens. */
    forgetBefore(atMs: number): void {
      forget.run(atMs)
    },
  }
}
export type SessionStore = ReturnType<typeof sessionStore>
