/** Sign-ins over REST: a family of refresh tokens, each good once. A token shown twice ends its whole family. */
import { createHash } from 'node:crypto'
import type { AuditTrail } from '../audit/trail.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { refreshValidMs } from './rules.ts'
import type { SessionStore } from './session-store.ts'

export interface SessionParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly chance: Chance
  readonly newId: NewId
  readonly audit: AuditTrail
  readonly store: SessionStore
}

/** What a client gets: the token is in its hands only. */
export interface OpenSession {
  readonly sessionId: string
  readonly userId: string
  readonly refreshToken: string
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export function sessionService(parts: SessionParts) {
  const { transact, clock, store, audit } = parts

  function newToken(sessionId: string, nowMs: number): string {
    const token = Buffer.from(parts.chance.bytes(32)).toString('base64url')
    store.insertToken(hashOf(token), sessionId, nowMs, nowMs + refreshValidMs)
    return token
  }

  function end(sessionId: string, how: 'signed_out' | 'token_reused'): void {
    if (!store.end(sessionId, clock.now(), how)) return
    audit.append({
      actor: 'user',
      terminalId: null,
      visitId: null,
      action: how === 'signed_out' ? 'user.signed_out' : 'user.token_reused',
      subject: store.byId(sessionId)?.user_id ?? sessionId,
      outcome: 'done',
      detail: { sessionId },
    })
  }

  return {
    /** Call inside the transaction of the code that was right. */
    start(userId: string): OpenSession {
      const nowMs = clock.now()
      const sessionId = parts.newId()
      // A used token is kept as long as its family lives, to betray who shows it again.
      store.forgetBefore(nowMs)
      store.insert(sessionId, userId, nowMs, nowMs + refreshValidMs)
      return { sessionId, userId, refreshToken: newToken(sessionId, nowMs) }
    },
    /**
     * Takes a token and gives the next. Null where it is unknown, dead, or of an ended sign-in, and where it was used before:
     * then someone has a copy, and nobody can say which of the two is the thief, so the family ends. There is no grace for
     * an answer that got lost: a thief could use it, too, and the person only has to sign in again.
     */
    renew: (refreshToken: string): OpenSession | null =>
      transact(() => {
        const nowMs = clock.now()
        const hash = hashOf(refreshToken)
        const token = store.token(hash)
        const session = token === undefined ? undefined : store.byId(token.session_id)
        if (token === undefined || session === undefined || session.ended_at_ms !== null) return null
        if (token.used_at_ms !== null) {
          end(session.id, 'token_reused')
          return null
        }
        if (token.expires_at_ms <= nowMs) return null
        store.use(hash, nowMs)
        return { sessionId: session.id, userId: session.user_id, refreshToken: newToken(session.id, nowMs) }
      }),
    /** The sign-in a refresh token belongs to, be it used or dead. */
    ofToken: (refreshToken: string): string | null => store.token(hashOf(refreshToken))?.session_id ?? null,
    isOpen: (sessionId: string, userId: string): boolean => {
      const session = store.byId(sessionId)
      return session !== undefined && session.user_id === userId && session.ended_at_ms === null
    },
    signOut: (sessionId: string): void => transact(() => end(sessionId, 'signed_out')),
  }
}
export type UserSessions = ReturnType<typeof sessionService>
