/** The part of the product that knows who a customer is: codes, registration, changes of contact, authenticators. */
import type { AppPorts, Register } from './app.ts'
import type { Delivery } from './app-delivery.ts'
import { authenticatorService } from './core/customers/authenticator.ts'
import { authenticatorStore } from './core/customers/authenticator-store.ts'
import { codesSwitch } from './core/customers/codes-switch.ts'
import { contactChangeService } from './core/customers/contact-change.ts'
import { contactChangeStore } from './core/customers/contact-change-store.ts'
import { registrationService } from './core/customers/registration.ts'
import { registrationStore } from './core/customers/registration-store.ts'
import type { CodeRequest, IssueOutcome } from './core/otp/issue.ts'
import type { OtpStore } from './core/otp/store.ts'
import { challengeJudge, type codeChecker } from './core/otp/verify.ts'
import type { StaffService } from './core/staff/service.ts'
import type { Terminals } from './core/terminals/service.ts'
import { appSignIn } from './core/visits/app-sign-in.ts'
import { codeSender } from './core/visits/challenge-view.ts'
import { codeAsks } from './core/visits/code-asks.ts'
import { codeDelivery } from './core/visits/code-delivery.ts'
import type { Visits } from './core/visits/service.ts'
import { unlocking } from './core/visits/unlocking.ts'
import { verificationService } from './core/visits/verification.ts'
import type { OpenOffice } from './office-data.ts'

export interface IdentityParts {
  readonly register: Register
  readonly otp: OtpStore
  readonly delivery: Delivery
  readonly visits: Visits
  readonly staff: StaffService
  readonly terminals: Terminals
  readonly issue: (request: CodeRequest) => IssueOutcome
  readonly check: ReturnType<typeof codeChecker>
}

export function buildIdentity(office: OpenOffice, ports: Pick<AppPorts, 'networkUp'>, parts: IdentityParts) {
  const { register, otp, delivery, visits, staff, terminals, issue, check } = parts
  const { outbox, directory, limits: sendLimits, attempts, channels } = delivery
  const settings = () => office.settings.get()
  const customers = register.customerStore
  const checking = { ...office, store: otp, outbox }
  const sender = codeSender(issue, channels)
  const common = { ...office, customers, otp, outbox, directory, sendLimits, visits, settings, sender, check, channels }
  const shared = { ...common, asks: codeAsks(common) }
  const changing = { ...shared, customers: register.customers, customerStore: customers }
  const authenticators = authenticatorService({
    ...office,
    store: authenticatorStore(office.db),
    customers,
    officeName: () => settings().officeName,
  })
  const registrations = registrationService({ ...changing, store: registrationStore(office.db), terminals })
  return {
    authenticators,
    registrations,
    contactChanges: contactChangeService({ ...changing, store: contactChangeStore(office.db), staff }),
    switchCodes: codesSwitch(shared),
    appSignIn: appSignIn({ ...shared, authenticators, judge: challengeJudge(checking) }),
    verification: {
      ...verificationService({ ...shared, registrations }),
      delivery: codeDelivery({ ...shared, attempts, authenticators, networkUp: ports.networkUp }),
      unlock: unlocking(shared),
    },
  }
}
