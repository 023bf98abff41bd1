/** Customers with authenticator apps, at desks and kiosks of a test office, without a screen. */
import type { Caller } from '../../src/core/visits/caller.ts'
import { appWith } from './authenticator.ts'
import { openVisit, type TestOffice, testOffice } from './office.ts'

/** How long an app's code stands. */
export const step = 30_000

/** A customer with an app, out of the visit in which they enrolled; `at` gives the app's code now. */
export async function enrolled(office = testOffice()) {
  const { caller, visit: opened } = await openVisit(office)
  const visit = office.app.visits.openHere(opened.id, caller.terminalId)
  if (visit === null) throw new Error('closed')
  const app = appWith(office.app.authenticators.enrol(visit).key)
  const codeAt = (shift = 0) => app(office.app.officeData.clock.now() + shift * step)
  const first = codeAt()
  const confirmed = office.app.authenticators.confirm(caller, visit, first)
  if (confirmed.outcome !== 'done') throw new Error(confirmed.outcome)
  const { customerId } = opened
  const atDesk = (code: string, at: Caller = caller) => office.app.appSignIn.byCustomer(at, { customerId, code })
  return { office, caller, visit, customerId, codeAt, first, recovery: confirmed.recoveryCodes, atDesk }
}

export const wrongOf = (code: string): string => `${(Number(code[0]) + 1) % 10}${code.slice(1)}`

/** A kiosk that asked for a code for whatever was typed. */
export function kioskFor(office: TestOffice, identifier: string, byApp = false) {
  const kiosk = office.caller()
  const sent = office.app.verification.identify(kiosk, { identifier, locale: 'en', byApp })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const { challengeId } = sent.challenge
  return { kiosk, challengeId, type: (code: string) => office.app.appSignIn.byChallenge(kiosk, { challengeId, code }) }
}
