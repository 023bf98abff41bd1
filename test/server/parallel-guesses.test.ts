import { describe, expect, it } from 'vitest'
import { browserClient, startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'

describe('guesses sent at once through RPC', () => {
  it('are evaluated five at most of 500, and the right code is dead then', async () => {
    const office = testOffice()
    office.addCustomer({ phones: ['+919812345678'], emails: [] })
    const { client } = await browserClient((await startHost(office)).address)
    const sent = await client.verification.identify({ identifier: '+919812345678', locale: 'en' })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const { challengeId } = sent.challenge
    const right = await office.lastCode()
    const wrong = Array.from({ length: 501 }, (_, nth) => String(nth).padStart(6, '0')).filter((code) => code !== right)
    const outcomes = await Promise.all(
      wrong.slice(0, 500).map((code) => client.verification.verify({ challengeId, code })),
    )
    expect(outcomes.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4)
    expect(outcomes.filter(({ outcome }) => outcome === 'too_many_tries')).toHaveLength(496)
    expect(office.app.officeData.db.prepare('SELECT count(*) AS n FROM attempt').get()).toEqual({ n: 5 })
    expect((await client.verification.verify({ challengeId, code: right })).outcome).toBe('too_many_tries')
  })

  it('open one visit where 50 are right', async () => {
    const office = testOffice()
    office.addCustomer({ phones: ['+919812345678'], emails: [] })
    const { client } = await browserClient((await startHost(office)).address)
    const sent = await client.verification.identify({ identifier: '+919812345678', locale: 'en' })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const typed = { challengeId: sent.challenge.challengeId, code: await office.lastCode() }
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => client.verification.verify(typed)))
    expect(outcomes.filter(({ outcome }) => outcome === 'verified')).toHaveLength(1)
    expect(outcomes.filter(({ outcome }) => outcome === 'nothing_asked')).toHaveLength(49)
    expect(office.app.officeData.db.prepare('SELECT count(*) AS n FROM visit').get()).toEqual({ n: 1 })
  })
})
