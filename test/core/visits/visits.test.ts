import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../src/core/visits/caller.ts'
import { type TestOffice, testOffice } from '../../support/office.ts'

async function opened(office: TestOffice, caller: Caller, phone: string) {
  const sent = office.app.verification.identify(caller, { identifier: phone, locale: 'en' })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const verified = office.app.verification.verify(caller, {
    challengeId: sent.challenge.challengeId,
    code: await office.lastCode(),
  })
  if (verified.outcome !== 'verified') throw new Error(verified.outcome)
  return verified.visitId
}

describe('a visit', () => {
  it('is over when nobody touched it for half an hour, also after a restart', async () => {
    const office = testOffice()
    office.addCustomer({ phones: ['+919876543211'] })
    const caller = office.caller('clerk')
    const visitId = await opened(office, caller, '+919876543211')
    office.time.pass(29 * 60_000)
    const visit = office.app.visits.openHere(visitId, caller.terminalId)
    if (visit === null) throw new Error('closed too early')
    office.app.visits.touch(visit)
    office.time.pass(29 * 60_000)
    expect(office.app.visits.openHere(visitId, caller.terminalId)).not.toBeNull()
    await office.close()
    office.time.pass(2 * 60_000)
    const restarted = testOffice({ folder: office.folder, time: office.time, seed: 8 })
    expect(restarted.app.visits.openHere(visitId, caller.terminalId)).toBeNull()
    const row = restarted.app.officeData.db.prepare('SELECT ended_how FROM visit').get()
    expect(row).toEqual({ ended_how: 'abandoned' })
  })

  it('left open at a kiosk ends before the next customer begins there', async () => {
    const office = testOffice()
    office.addCustomer({ phones: ['+919876543211'] })
    const kiosk = office.caller()
    const visitId = await opened(office, kiosk, '+919876543211')
    office.app.verification.identify(kiosk, { identifier: '+919876543212', locale: 'en' })
    expect(office.app.visits.openHere(visitId, kiosk.terminalId)).toBeNull()
  })
})
