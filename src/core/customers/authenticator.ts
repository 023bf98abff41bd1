/** A customer's authenticator app and recovery codes: enrolled inside a visit, and good without any network. */
import type { AppConfirmed } from '../../contract/identity.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { type OfficeKeys, seal, unseal } from '../kernel/keys.ts'
import { newRecoveryCodes, recoveryCodeHmac } from '../kernel/recovery-codes.ts'
import { acceptTotp, base32, totpSecretBytes, totpUri } from '../kernel/totp.ts'
import { readCode } from '../otp/rules.ts'
import { actorOf, type Caller } from '../visits/caller.ts'
import type { VisitRow } from '../visits/store.ts'
import type { AuthenticatorStore } from './authenticator-store.ts'
import type { CustomerStore } from './store.ts'

export interface AuthenticatorParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly chance: Chance
  readonly keys: OfficeKeys
  readonly store: AuthenticatorStore
  readonly customers: CustomerStore
  readonly officeName: () => string
  readonly audit: AuditTrail
}

/** How a customer proved themselves without a message. */
export type AppProof = 'authenticator' | 'recovery'

const digits = 6
/** Looked at for people without an app, so that they take as long as those with one. */
const nobodysSecret = new Uint8Array(totpSecretBytes)

const contextOf = (customerId: string): string => `authenticator:${customerId}`

export function authenticatorService(parts: AuthenticatorParts) {
  const { transact, clock, store, keys } = parts

  function opened(customerId: string, sealed: Buffer | null): Uint8Array | null {
    const text = sealed === null ? null : unseal(keys.outbox, contextOf(customerId), sealed)
    return text === null ? null : Buffer.from(text, 'base64')
  }

  function note(caller: Caller, visit: VisitRow, action: string): void {
    parts.audit.append({
      actor: actorOf(caller),
      terminalId: caller.terminalId,
      visitId: visit.id,
      action,
      subject: visit.customer_id,
      outcome: 'done',
      detail: {},
    })
  }

  /** Null where it cannot be a recovery code. */
  const hashOf = (customerId: string, typed: string): Buffer | null => recoveryCodeHmac(keys, customerId, typed)

  function freshCodes(customerId: string): string[] {
    const codes = newRecoveryCodes(parts.chance)
    store.replaceCodes(
      customerId,
      codes.flatMap((code) => hashOf(customerId, code) ?? []),
    )
    return codes
  }

  const enrolled = (customerId: string): boolean => (store.byCustomer(customerId)?.secret ?? null) !== null

  return {
    enrolled,
    state(customerId: string): { enrolledAtMs: number | null; recoveryLeft: number } {
      const row = store.byCustomer(customerId)
      return { enrolledAtMs: row?.enrolled_at_ms ?? null, recoveryLeft: store.unusedCodes(customerId) }
    },
    /** A new secret. Nothing changes for the app there may be until the first right code. */
    enrol(visit: VisitRow): { uri: string; key: string } {
      const customer = parts.customers.byId(visit.customer_id)
      const secret = parts.chance.bytes(totpSecretBytes)
      const sealed = seal(
        keys.outbox,
        parts.chance,
        contextOf(visit.customer_id),
        Buffer.from(secret).toString('base64'),
      )
      transact(() => store.pend(visit.customer_id, sealed, visit.id))
      const account = customer?.account_no ?? ''
      return { uri: totpUri(secret, parts.officeName(), account), key: base32(secret) }
    },
    confirm(caller: Caller, visit: VisitRow, typed: string): AppConfirmed {
      return transact((): AppConfirmed => {
        const row = store.byCustomer(visit.customer_id)
        const secret = row?.pending_visit_id === visit.id ? opened(visit.customer_id, row.pending_secret) : null
        if (secret === null) return { outcome: 'nothing_asked' }
        const code = readCode(typed, digits)
        const step = code === null ? null : acceptTotp(secret, code, clock.now(), null)
        if (step === null) return { outcome: 'wrong' }
        store.enrol(visit.customer_id, clock.now(), step)
        note(caller, visit, 'authenticator.enrolled')
        return { outcome: 'done', recoveryCodes: freshCodes(visit.customer_id) }
      })
    },
    renewRecovery(caller: Caller, visit: VisitRow): AppConfirmed {
      return transact((): AppConfirmed => {
        if (!enrolled(visit.customer_id)) return { outcome: 'nothing_asked' }
        note(caller, visit, 'authenticator.codes_renewed')
        return { outcome: 'done', recoveryCodes: freshCodes(visit.customer_id) }
      })
    },
    remove(caller: Caller, visit: VisitRow): void {
      transact(() => {
        store.remove(visit.customer_id)
        note(caller, visit, 'authenticator.removed')
      })
    },
    /** Whether this could be a code of an app or a recovery code at all. */
    readable: (typed: string): boolean => readCode(typed, digits) !== null || hashOf('', typed) !== null,
    /** Takes a code, once, inside the caller's transaction; null where it is wrong. `customerId` null: nobody's. */
    take(customerId: string | null, typed: string): AppProof | null {
      const owner = customerId ?? 'nobody'
      const row = store.byCustomer(owner)
      const secret = opened(owner, row?.secret ?? null)
      const code = readCode(typed, digits)
      if (code !== null) {
        const step = acceptTotp(secret ?? nobodysSecret, code, clock.now(), row?.last_step ?? null)
        return secret !== null && step !== null && store.takeStep(owner, step) ? 'authenticator' : null
      }
      const hash = hashOf(owner, typed)
      if (hash === null) return null
      return store.takeCode(owner, hash, clock.now()) ? 'recovery' : null
    },
  }
}
export type Authenticators = ReturnType<typeof authenticatorService>
