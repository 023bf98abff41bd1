/** The part of the product that lets staff in: accounts, sign-in, sessions, second factors, passwords. */
import type { Channel } from './contract/values.ts'
import type { Outbox } from './core/delivery/outbox.ts'
import type { CodeRequest, IssueOutcome } from './core/otp/issue.ts'
import type { OtpStore } from './core/otp/store.ts'
import type { codeChecker } from './core/otp/verify.ts'
import { forgottenPassword } from './core/staff/forgotten-password.ts'
import { passwordChanges } from './core/staff/password-changes.ts'
import type { SecretHasher } from './core/staff/passwords.ts'
import { secondFactors } from './core/staff/second-factors.ts'
import { staffService } from './core/staff/service.ts'
import { staffSessions } from './core/staff/sessions.ts'
import { signInService } from './core/staff/sign-in.ts'
import { signInGuard } from './core/staff/sign-in-guard.ts'
import { staffCodes } from './core/staff/staff-codes.ts'
import { staffStore } from './core/staff/store.ts'
import type { OpenOffice } from './office-data.ts'

export interface StaffPorts {
  /** Of PINs: quick, behind a slow lock. */
  readonly hasher: SecretHasher
  /** Of passwords: slow. Left out, as PINs are. */
  readonly passwords?: SecretHasher
}

export interface StaffNeeds {
  readonly outbox: Outbox
  readonly otp: OtpStore
  readonly channels: () => readonly Channel[]
  readonly issue: (request: CodeRequest) => IssueOutcome
  readonly check: ReturnType<typeof codeChecker>
}

export function buildStaff(office: OpenOffice, ports: StaffPorts, needs: StaffNeeds) {
  const settings = () => office.settings.get()
  const region = () => settings().region
  const store = staffStore(office.db)
  const { hasher, passwords = ports.hasher } = ports
  const sessions = staffSessions({ ...office, autoLockMinutes: () => settings().autoLockMinutes })
  const guard = signInGuard({ ...office, store })
  const factors = secondFactors({ ...office, store, officeName: () => settings().officeName })
  const codes = staffCodes(needs)
  const accounts = staffService({ ...office, store, sessions, hasher, passwords, region })
  const changes = passwordChanges({
    ...office,
    ...{ store, guard, sessions, factors, hasher, passwords, settings, outbox: needs.outbox },
  })
  return {
    accounts,
    sessions,
    factors,
    changes,
    signIn: signInService({
      ...office,
      ...{ store, guard, sessions, factors, codes, staff: accounts, passwords, channels: needs.channels, region },
    }),
    forgotten: forgottenPassword({
      ...office,
      ...{ store, otp: needs.otp, codes, changes, channels: needs.channels, region },
    }),
    row: store.byId,
  }
}
