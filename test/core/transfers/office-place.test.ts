import { describe, expect, it } from 'vitest'
import { inferRegion } from '../../../src/core/transfers/infer-region.ts'
import { decidePlace, type PlaceFacts } from '../../../src/core/transfers/office-place.ts'

const indian = ['9812345678', '09812345679', '+919812345680', '91-98123-45681', '0091 98123 45682']
const iranian = ['09123456789', '+98 912 345 6780', '00989123456781', '989123456782', '۰۹۱۲۳۴۵۶۷۸۳']
const national = ['09812345678', '09812345679']

const facts = (given: Partial<PlaceFacts>): PlaceFacts => ({
  kind: 'customers',
  option: '',
  settings: { region: '', currency: '', officeName: '' },
  hasBills: false,
  phones: indian,
  ...given,
})

describe('the country of a file', () => {
  it('is the one its international numbers belong to', () => {
    expect(inferRegion(indian)).toEqual({ region: 'IN', fitting: 5, phones: 5 })
    expect(inferRegion(iranian)?.region).toBe('IR')
  })

  it('is not decided by a few foreign numbers among national ones', () => {
    expect(inferRegion([...national, ...national, '+442071838750'])).toBeNull()
    expect(inferRegion([])).toBeNull()
  })

  it('tells countries of one calling code apart by most numbers', () => {
    expect(inferRegion(['+14165550123', '+14165550124', '+16045550125', '+12125550126'])?.region).toBe('CA')
  })

  it('is learned, with its currency, and said', () => {
    expect(decidePlace(facts({}))).toEqual({
      ok: true,
      value: {
        region: 'IN',
        currency: 'INR',
        learned: { region: 'IN', currency: 'INR' },
        note: 'Phone numbers read as India (IN): 5 of the first 5 fit; set --region to change.',
      },
    })
  })

  it('is the one the settings say, without a word', () => {
    const settings = { region: 'IR', currency: 'IRR', officeName: 'X' }
    expect(decidePlace(facts({ settings }))).toMatchObject({ value: { region: 'IR', learned: null, note: null } })
  })

  it('is the one that is told, before set-up with its currency, later without', () => {
    const guessed = { region: 'IN', currency: 'INR', officeName: '' }
    expect(decidePlace(facts({ option: 'ir', settings: guessed }))).toMatchObject({
      value: { learned: { region: 'IR', currency: 'IRR' } },
    })
    expect(decidePlace(facts({ option: 'IR', settings: guessed, hasBills: true }))).toMatchObject({
      value: { learned: { region: 'IR', currency: 'INR' } },
    })
    expect(decidePlace(facts({ option: 'IR', settings: { ...guessed, officeName: 'Set up' } }))).toMatchObject({
      value: { learned: { region: 'IR', currency: 'INR' } },
    })
  })

  it('must be told where nothing shows it', () => {
    for (const given of [facts({ phones: national }), facts({ kind: 'bills', phones: [] })]) {
      const place = decidePlace(given)
      expect(place).toMatchObject({ ok: false, failure: expect.stringContaining('--region') })
    }
    expect(decidePlace(facts({ option: 'XX' }))).toMatchObject({ failure: expect.stringContaining('"XX"') })
  })

  it('does not matter where there are no phones', () => {
    expect(decidePlace(facts({ phones: ['', ' '] }))).toMatchObject({ value: { region: '', learned: null } })
  })

  it('gives bills their currency', () => {
    const settings = { region: 'KW', currency: '', officeName: '' }
    expect(decidePlace(facts({ kind: 'bills', settings }))).toMatchObject({
      value: { currency: 'KWD', learned: { region: 'KW', currency: 'KWD' } },
    })
  })
})
