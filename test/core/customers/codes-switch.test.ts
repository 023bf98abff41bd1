import { describe, expect, it } from 'vitest'
import { settle, testOffice } from '../../support/office.ts'

describe('a customer whose codes are off', () => {
  it('gets none at the desk, which says so, and none at the kiosk, which tells nothing', async () => {
    const office = testOffice()
    const who = office.addCustomer({ accountNo: 'GV-1' })
    const chief = office.caller('supervisor')
    const { customerId } = who
    const off = office.app.switchCodes(chief, { customerId, on: false, reason: 'Asked in writing' })
    expect(off).toEqual({ outcome: 'done' })
    expect(office.app.customerStore.byId(customerId)).toMatchObject({
      codes_off: 1,
      codes_changed_by: chief.staff?.staffId,
      codes_changed_at_ms: office.app.officeData.clock.now(),
    })
    const ask = { customerId, contactId: who.contactId('email'), channel: 'email' } as const
    expect(office.app.verification.start(chief, ask)).toEqual({ outcome: 'refused', reason: 'codes_off' })

    const plain = (identifier: string) => {
      const sent = office.app.verification.identify(office.caller(), { identifier, locale: 'en' })
      if (sent.outcome !== 'sent') throw new Error(sent.reason)
      const { challengeId: _, reference: __, sentTo: ___, ...rest } = sent.challenge
      return rest
    }
    expect(plain('customer1@example.com')).toEqual(plain('nobody@example.com'))
    expect(plain('GV-1')).toEqual(plain('GV-404'))
    const newcomer = { name: 'X', address: '', ward: '', locale: 'en', contact: 'customer1@example.com' } as const
    office.time.pass(60_000)
    expect(office.app.registrations.begin(office.caller(), newcomer).outcome).toBe('sent')
    await settle(office.app)
    expect(office.inbox.messages()).toEqual([])
  })

  it('is not opened by a code that was on its way when they were switched off, nor by a new one', async () => {
    const office = testOffice()
    const { customerId } = office.addCustomer()
    const kiosk = office.caller()
    const sent = office.app.verification.identify(kiosk, { identifier: 'customer1@example.com', locale: 'en' })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const { challengeId } = sent.challenge
    const code = await office.lastCode()
    office.app.switchCodes(office.caller('supervisor'), { customerId, on: false, reason: 'Phone stolen' })
    expect(office.app.verification.verify(kiosk, { challengeId, code }).outcome).toBe('nothing_asked')
    office.app.switchCodes(office.caller('supervisor'), { customerId, on: true, reason: 'Found' })
    const again = office.app.verification.identify(kiosk, { identifier: 'customer1@example.com', locale: 'en' })
    if (again.outcome !== 'sent') throw new Error(again.reason)
    const typed = { challengeId: again.challenge.challengeId, code: await office.lastCode() }
    expect(office.app.verification.verify(kiosk, typed).outcome).toBe('verified')
  })
})
