import { describe, expect, it } from 'vitest'
import type { AbuseLimits } from '../../../src/contract/delivery.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { numberBlock, textingRefusal } from '../../../src/core/delivery/number-rules.ts'
import { settle, type TestOffice, testOffice } from '../../support/office.ts'

const minute = 60_000

function limit(office: TestOffice, change: Partial<AbuseLimits>): void {
  office.app.settings.change({ limits: { ...office.app.settings.get().limits, ...change } }, bySystem)
}

/** Asks for a code by SMS at a desk of its own. */
function send(office: TestOffice, phone: string, channel: 'sms' | 'whatsapp' = 'sms') {
  const caller = office.caller('clerk')
  const who = office.addCustomer({ accountNo: `P${phone}`, phones: [phone] })
  return office.app.verification.start(caller, {
    customerId: who.customerId,
    contactId: who.contactId('phone'),
    channel,
  })
}

const alarms = (office: TestOffice) =>
  office.app.delivery.alarms.open().map(({ kind, subject, count }) => ({ kind, subject, count }))
const audited = (office: TestOffice, action: string): number =>
  office.app.officeData.db.prepare('SELECT count(*) AS n FROM audit WHERE action = ?').pluck().get(action) as number
const somebody = (nth: number): string => `+9198${String(10_000_000 + nth * 10_007)}`

describe('which numbers get a text message', () => {
  it.each([
    ['+919876543210', ['IN'], null],
    ['+989121234567', ['IR'], null],
    ['+989121234567', ['IN'], 'country_not_allowed'],
    ['+12025550123', ['US'], null],
    ['+12025550123', ['CA'], 'country_not_allowed'],
    ['+442079460958', ['GB'], 'number_type'],
    ['+449098790123', ['GB'], 'number_type'],
    ['+448081570192', ['GB'], 'number_type'],
    ['+447012345678', ['GB'], 'number_type'],
    ['+982122334455', ['IR'], 'number_type'],
    ['+4915123456789', ['DE'], null],
    ['nonsense', ['IN'], 'country_not_allowed'],
  ] as const)('%s where %j are allowed: %s', (phone, countries, refusal) => {
    expect(textingRefusal(phone, countries)).toBe(refusal)
  })

  it('are blocks of ten thousand side by side', () => {
    expect(numberBlock('+919876543210')).toBe('+91987654')
  })
})

describe('a code by SMS', () => {
  it('goes to the office’s own country by default, and to others once they are allowed', () => {
    const office = testOffice()
    expect(send(office, '+989121234567')).toEqual({ outcome: 'refused', reason: 'country_not_allowed' })
    limit(office, { smsCountries: ['IN', 'IR'] })
    expect(send(office, '+989121234568').outcome).toBe('sent')
  })

  it('never goes to a landline or a number that costs extra; WhatsApp still may', () => {
    const office = testOffice()
    limit(office, { smsCountries: ['GB'] })
    expect(send(office, '+442079460958')).toEqual({ outcome: 'refused', reason: 'number_type' })
    expect(send(office, '+442079460959', 'whatsapp').outcome).toBe('sent')
  })

  it('stops at the daily count, also after a restart, raises one alarm, and leaves mail alone until the next day', async () => {
    const office = testOffice()
    limit(office, { dailySms: 3 })
    for (let nth = 0; nth < 3; nth += 1) expect(send(office, somebody(nth)).outcome).toBe('sent')
    await settle(office.app)
    await office.close()
    const again = testOffice({ folder: office.folder, time: office.time, seed: 2 })
    const refused = send(again, somebody(4))
    expect(refused).toMatchObject({ outcome: 'refused', reason: 'daily_limit' })
    expect(send(again, somebody(5))).toMatchObject({ outcome: 'refused', reason: 'daily_limit' })
    expect(alarms(again)).toEqual([{ kind: 'daily_count', subject: '', count: 2 }])
    expect(audited(again, 'alarm.raised')).toBe(1)
    expect(again.app.delivery.health.status().channels).toContainEqual(
      expect.objectContaining({ channel: 'sms', works: false, why: 'daily_limit' }),
    )
    const who = again.addCustomer({ accountNo: 'MAIL-1' })
    const mail = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' } as const
    expect(again.app.verification.start(again.caller('clerk'), mail).outcome).toBe('sent')

    const opensAtMs = refused.outcome === 'refused' ? (refused.retryAtMs ?? 0) : 0
    expect(new Date(opensAtMs).toISOString()).toBe('2026-10-22T00:00:00.000Z')
    again.time.pass(opensAtMs - again.app.officeData.clock.now() + 1)
    expect(send(again, somebody(6)).outcome).toBe('sent')
  })

  it('stops at the daily cost, estimated by segments where the provider does not tell', async () => {
    const office = testOffice()
    limit(office, { dailyCostMicros: 20_000, segmentPriceMicros: 10_000, costCurrency: 'INR' })
    expect(send(office, somebody(1)).outcome).toBe('sent')
    await settle(office.app)
    expect(send(office, somebody(2)).outcome).toBe('sent')
    await settle(office.app)
    expect(office.app.delivery.health.health().today).toEqual({ sms: 2, costMicros: 20_000, currency: 'INR' })
    expect(send(office, somebody(3))).toMatchObject({ outcome: 'refused', reason: 'daily_limit' })
    expect(alarms(office)).toEqual([{ kind: 'daily_cost', subject: '', count: 1 }])
  })

  it('does not offer SMS as another way once the cap is reached', async () => {
    const office = testOffice()
    limit(office, { dailySms: 1 })
    send(office, somebody(1))
    const caller = office.caller('clerk')
    const who = office.addCustomer({ accountNo: 'M-1' })
    const mail = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' } as const
    const sent = office.app.verification.start(caller, mail)
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const ways = office.app.verification.delivery(caller, sent.challenge.challengeId)?.alternatives
    expect(ways?.map(({ channel }) => channel)).toEqual(['whatsapp'])
  })
})

describe('numbers side by side', () => {
  it('raise an alarm and stop, whoever they belong to, and others go on', () => {
    const office = testOffice()
    limit(office, { numberBlockPer10Minutes: 4 })
    const kiosk = office.caller()
    const typed = (nth: number) =>
      office.app.verification.identify(nth % 2 === 0 ? office.caller() : kiosk, {
        identifier: `+9198765${String(43_000 + nth)}`,
        locale: 'en',
        channel: 'sms',
      })
    // Nobody here knows any of these numbers: trying them out is an attack all the same.
    for (let nth = 0; nth < 4; nth += 1) expect(typed(nth).outcome).toBe('sent')
    expect(typed(5)).toMatchObject({ outcome: 'refused', reason: 'number_block_limit' })
    expect(send(office, '+919876543999')).toMatchObject({ outcome: 'refused', reason: 'number_block_limit' })
    expect(send(office, '+919800012345').outcome).toBe('sent')
    expect(alarms(office)).toEqual([{ kind: 'number_block', subject: '+91987654', count: 2 }])
    office.time.pass(20 * minute)
    expect(send(office, '+919876543998').outcome).toBe('sent')
  })
})

describe('the whole office', () => {
  it('sends so many codes a minute and no more, from however many terminals', () => {
    const office = testOffice()
    limit(office, { officePerMinute: 5 })
    for (let nth = 0; nth < 5; nth += 1) expect(send(office, somebody(nth)).outcome).toBe('sent')
    const refused = send(office, somebody(6))
    expect(refused).toMatchObject({ outcome: 'refused', reason: 'office_limit' })
    expect(alarms(office)).toMatchObject([{ kind: 'office_limit' }])
    office.time.pass(minute + 1)
    expect(send(office, somebody(7)).outcome).toBe('sent')
  })
})

describe('at the kiosk an account number', () => {
  it('tells nothing of the number behind it: a foreign phone looks like an account nobody has', () => {
    const office = testOffice({ gateways: {} })
    const only = testOffice()
    only.addCustomer({ accountNo: 'ABROAD', emails: [], phones: ['+989121234567'] })
    const shape = (identifier: string) => {
      const sent = only.app.verification.identify(only.caller(), { identifier, locale: 'en' })
      if (sent.outcome !== 'sent') throw new Error(sent.reason)
      const { channel, sentTo, digits, triesLeft, already } = sent.challenge
      return { channel, sentTo, digits, triesLeft, already }
    }
    expect(shape('ABROAD')).toEqual(shape('NOBODY-1'))
    expect(office.app.delivery.alarms.open()).toEqual([])
  })
})

describe('an alarm', () => {
  it('is seen off once, with a name on the audit trail', () => {
    const office = testOffice()
    office.app.delivery.alarms.raise('low_balance', 'Twilio')
    const [alarm] = office.app.delivery.alarms.open()
    expect(office.app.delivery.alarms.acknowledge(alarm?.alarmId ?? '', bySystem)).toBe(true)
    expect(office.app.delivery.alarms.acknowledge(alarm?.alarmId ?? '', bySystem)).toBe(false)
    expect(office.app.delivery.alarms.open()).toEqual([])
    expect(audited(office, 'alarm.acknowledged')).toBe(1)
    office.app.delivery.alarms.raise('low_balance', 'Twilio')
    expect(office.app.delivery.alarms.open()).toHaveLength(1)
  })
})
