/** Staff of a test office and what they do to get in, without a screen. */
import { Secret, TOTP } from 'otpauth'
import type { StaffRole } from '../../src/contract/session.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { passwordOf, settle, type TestOffice } from './office.ts'

export const password = passwordOf('7391')

export interface Person {
  readonly staffId: string
  readonly name: string
}

export async function addPerson(
  office: TestOffice,
  fields: { name?: string; role?: StaffRole; email?: string; phone?: string } = {},
): Promise<Person> {
  const { name = 'Asha Naidu', role = 'clerk', ...reach } = fields
  return office.addStaff({ name, role, pin: '7391', ...reach })
}

/** An authenticator app on that person's phone: says the code of a moment, a step later where asked. */
export function addAuthenticator(office: TestOffice, staffId: string): (stepsLater?: number) => string {
  const { factors, row } = office.app.staffAccess
  const person = row(staffId)
  if (person === undefined) throw new Error('nobody has that id')
  const { secret } = factors.offerTotp(person)
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  const codeAt = (stepsLater = 0) =>
    app.generate({ timestamp: office.app.officeData.clock.now() + stepsLater * 30_000 })
  if (factors.confirmTotp(staffId, codeAt(), bySystem) !== 'done') throw new Error('the first code was refused')
  return codeAt
}

/** The password at a fresh terminal. */
export async function typePassword(office: TestOffice, name: string, typed = password) {
  const { terminalId } = office.caller()
  return { terminalId, outcome: await office.app.staffAccess.signIn.password(terminalId, { name, password: typed }) }
}

/** A code of the newest message to staff. */
export async function newestCode(office: TestOffice): Promise<string> {
  await settle(office.app)
  return office.lastCode()
}
