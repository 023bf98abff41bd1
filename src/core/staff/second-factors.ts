/** The authenticator app and the recovery codes of a member of staff. A step and a code each pass once, also at the same moment. */
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { type OfficeKeys, seal, unseal } from '../kernel/keys.ts'
import { newRecoveryCodes, recoveryCodeHmac } from '../kernel/recovery-codes.ts'
import { westernDigits } from '../kernel/text.ts'
import { acceptTotp, base32, totpSecretBytes, totpUri } from '../kernel/totp.ts'
import type { StaffRow, StaffStore } from './store.ts'

export interface FactorParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly chance: Chance
  readonly keys: OfficeKeys
  readonly audit: AuditTrail
  readonly store: StaffStore
  readonly officeName: () => string
}

const context = (staffId: string): string => `totp:${staffId}`
const typedCode = (typed: string): string => westernDigits(typed).replace(/[\s-]/g, '')

export function secondFactors(parts: FactorParts) {
  const { transact, clock, store, keys } = parts

  const note = (staffId: string, action: string, by: Actor) =>
    parts.audit.append({
      ...{ ...by, visitId: null, action, subject: staffId },
      ...{ outcome: 'done', detail: {} },
    })

  /** Null where the office's key is another one: a database restored elsewhere. */
  function open(staffId: string, sealed: Buffer | null): Buffer | null {
    const text = sealed === null ? null : unseal(keys.outbox, context(staffId), sealed)
    return text === null ? null : Buffer.from(text, 'base64')
  }

  return {
    /** A new secret, which counts once a code of it was typed. One that counts already goes on until then. */
    offerTotp(row: StaffRow): { uri: string; secret: string } {
      const secret = parts.chance.bytes(totpSecretBytes)
      const sealed = seal(keys.outbox, parts.chance, context(row.id), Buffer.from(secret).toString('base64'))
      store.offerTotp(row.id, sealed)
      const office = parts.officeName() || 'Counterfoil'
      return { uri: totpUri(secret, office, row.name), secret: base32(secret) }
    },
    /** The step that proved it is used up too. */
    confirmTotp(staffId: string, typed: string, by: Actor): 'done' | 'wrong' | 'not_offered' {
      return transact(() => {
        const sealed = store.byId(staffId)?.totp_offered ?? null
        const secret = open(staffId, sealed)
        if (secret === null) return 'not_offered'
        const step = acceptTotp(secret, typedCode(typed), clock.now(), null)
        if (step === null) return 'wrong'
        store.setTotp(staffId, sealed, step)
        note(staffId, 'staff.totp_added', by)
        return 'done'
      })
    },
    removeTotp(staffId: string, by: Actor): void {
      transact(() => {
        store.setTotp(staffId, null, null)
        note(staffId, 'staff.totp_removed', by)
      })
    },
    spendTotp(row: Pick<StaffRow, 'id' | 'totp_secret' | 'totp_last_step'>, typed: string): boolean {
      const secret = open(row.id, row.totp_secret)
      if (secret === null) return false
      const step = acceptTotp(secret, typedCode(typed), clock.now(), row.totp_last_step)
      return step !== null && store.spendTotpStep(row.id, step)
    },
    newRecoveryCodes(staffId: string, by: Actor): string[] {
      return transact(() => {
        const codes = newRecoveryCodes(parts.chance)
        store.replaceRecoveryCodes(
          staffId,
          codes.flatMap((code) => recoveryCodeHmac(keys, staffId, code) ?? []),
        )
        note(staffId, 'staff.recovery_codes', by)
        return codes
      })
    },
    spendRecoveryCode(staffId: string, typed: string): boolean {
      const hmac = recoveryCodeHmac(keys, staffId, typed)
      return hmac !== null && store.spendRecoveryCode(staffId, hmac, clock.now())
    },
    /** For who lost phone and paper. */
    forget(staffId: string): void {
      store.setTotp(staffId, null, null)
      store.replaceRecoveryCodes(staffId, [])
    },
  }
}
export type SecondFactors = ReturnType<typeof secondFactors>
