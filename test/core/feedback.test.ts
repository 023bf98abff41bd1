import { describe, expect, it } from 'vitest'
import { settle, type TestOffice, testOffice } from '../support/office.ts'

function given(office: TestOffice, fields = {}) {
  const who = office.addCustomer(fields)
  const caller = office.caller('clerk')
  const ticketNo = office.app.feedback.give(
    caller,
    { id: office.app.officeData.newId(), customerId: who.customerId },
    {
      rating: 2,
      category: 'missed_pickup',
      words: 'Nobody came on Tuesday',
    },
  )
  const ticket = office.app.feedback.list('open', undefined).tickets[0]
  return { caller, ticketNo, ticketId: ticket?.ticketId ?? '' }
}

describe('feedback', () => {
  it('goes open, in work, resolved, never back, and the customer is told the answer', async () => {
    const office = testOffice()
    const { caller, ticketNo, ticketId } = given(office)
    expect(ticketNo).toMatch(/^F\d+-0001$/)
    expect(office.app.feedback.move(caller, ticketId, 'in_work', '')).toMatchObject({ outcome: 'done', told: false })
    expect(office.app.feedback.move(caller, ticketId, 'resolved', 'The truck comes tomorrow')).toMatchObject({
      outcome: 'done',
      told: true,
    })
    expect(office.app.feedback.move(caller, ticketId, 'in_work', '')).toEqual({
      outcome: 'refused',
      reason: 'not_possible',
    })
    await settle(office.app)
    const message = office.inbox.messages()[0]
    expect(message?.text).toContain('The truck comes tomorrow')
    expect(message?.text).toContain(ticketNo)
  })

  it('says so where there is no way to tell the customer', () => {
    const office = testOffice()
    const { caller, ticketId } = given(office, { emails: [], phones: [] })
    expect(office.app.feedback.move(caller, ticketId, 'resolved', 'done')).toMatchObject({
      outcome: 'done',
      told: false,
    })
  })

  it('tells by the channel the customer prefers', async () => {
    const office = testOffice()
    const { caller, ticketId } = given(office, { preferredChannel: 'whatsapp' })
    office.app.feedback.move(caller, ticketId, 'resolved', 'done')
    await settle(office.app)
    expect(office.inbox.messages()[0]?.channel).toBe('whatsapp')
  })

  it('is one ticket for the same words twice in one visit', () => {
    const office = testOffice()
    const who = office.addCustomer()
    const visit = { id: office.app.officeData.newId(), customerId: who.customerId }
    const said = { rating: 4, category: 'bill', words: 'Too much' } as const
    const caller = office.caller()
    const first = office.app.feedback.give(caller, visit, said)
    expect(office.app.feedback.give(caller, visit, said)).toBe(first)
    expect(office.app.feedback.give(caller, visit, { ...said, words: 'And too late' })).not.toBe(first)
  })
})
