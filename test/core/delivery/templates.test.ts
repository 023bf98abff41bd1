import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channels, type Locale, locales } from '../../../src/contract/values.ts'
import { gsmPlaces, smsSegments } from '../../../src/core/delivery/template-sms.ts'
import { groupedCode } from '../../../src/core/delivery/template-text.ts'
import { type ComposeRequest, composeMessage } from '../../../src/core/delivery/templates.ts'

const purposes = ['visit', 'registration', 'contact_change', 'staff_sign_in', 'password_reset', 'rest_sign_in'] as const
const offices: Readonly<Record<Locale, string>> = {
  en: 'Ward 7 Office',
  fa: 'دفتر خدمات منطقه ۷',
  hi: 'वार्ड ७ कार्यालय',
}

const code = (change: Partial<ComposeRequest> = {}, params: ComposeRequest['params'] = {}): ComposeRequest => ({
  template: 'code',
  channel: 'email',
  locale: 'en',
  office: offices[change.locale ?? 'en'],
  ...change,
  params: { name: 'Asha Rao', code: '482913', reference: 'K7', minutes: 5, purpose: 'visit', ...params },
})
const receiptParams = { name: 'Asha Rao', receiptNo: 'A1-000042', amount: 'INR 1,589.00', date: '2026-11-21' }
const ticketParams = {
  name: 'Asha Rao',
  ticketNo: 'T-17',
  answer: 'The bin was emptied.\n\nSorry <for> the wait & thank you.',
}

describe('a code message', () => {
  const everyWay = locales.flatMap((locale) =>
    channels.flatMap((channel) => purposes.map((purpose) => ({ locale, channel, purpose }))),
  )

  it.each(everyWay)(
    'carries reference and code, and only there: $locale $channel $purpose',
    ({ locale, channel, purpose }) => {
      const message = composeMessage(code({ locale, channel }, { purpose }))
      expect(message.text).toContain('K7: 482 913')
      expect(message.subject).not.toMatch(/482/)
      expect(`${message.subject}${message.text}${message.html}`).not.toMatch(/\{\w+\}|undefined|NaN/)
      if (channel === 'email') expect(message.subject).toContain('K7')
      else expect(message).toMatchObject({ subject: '', html: null })
    },
  )

  it('reads as intended in English', () => {
    expect(composeMessage(code()).text).toBe(
      [
        'Hello Asha Rao,',
        'This code shows Ward 7 Office that it is you at the counter.',
        '    K7: 482 913',
        'It is valid for 5 minutes.',
        'The screen shows K7 beside the box for this code.',
        'Say it only at the counter or type it at the kiosk, never on the phone.',
        'If you did not ask for it, you need not do anything.',
        '-- \nSent by Ward 7 Office. This address does not read replies.\n',
      ].join('\n\n'),
    )
    expect(composeMessage(code({}, { minutes: 1 })).text).toContain('valid for 1 minute.')
  })

  it('keeps the code left to right and in Western digits among Persian words', () => {
    const { text, html } = composeMessage(code({ locale: 'fa' }, { code: '۴۸۲۹۱۳' }))
    expect(text).toContain('\u2066K7: 482 913\u2069')
    expect(text).toContain('۵ دقیقه')
    expect(html).toContain('<html lang="fa" dir="rtl">')
    expect(html).toMatch(/dir="ltr"[^>]*unicode-bidi:isolate;">.*K7:.*482 913/)
  })

  it('is one GSM segment as English SMS, for any office, purpose and length of code', () => {
    const office = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom('Ćevapi €{}[]~ Bürö', 'دفتر', ''),
    )
    fc.assert(
      fc.property(office, fc.constantFrom(...purposes), fc.stringMatching(/^\d{4,10}$/), (name, purpose, digits) => {
        const { text } = composeMessage(code({ channel: 'sms', office: name }, { purpose, code: digits, minutes: 15 }))
        expect(gsmPlaces(text)).toBeLessThanOrEqual(160)
        expect(text).toContain(`K7: ${groupedCode(digits)}`)
      }),
    )
  })

  it.each(['fa', 'hi'] as const)('is at most two segments as SMS in %s', (locale) => {
    for (const purpose of purposes) {
      const { text } = composeMessage(
        code({ locale, channel: 'sms', office: offices[locale].repeat(6) }, { purpose, code: '4829130475' }),
      )
      expect(smsSegments(text)).toBeLessThanOrEqual(2)
      expect(text).toContain('K7: 482 913 0475')
    }
  })

  it('does not leave without its code', () => {
    expect(() => composeMessage(code({}, { code: '' }))).toThrow('no code')
    const { code: _code, ...rest } = code().params
    expect(() => composeMessage({ ...code(), params: rest })).toThrow('lacks its code')
  })

  it.each([
    ['4829', '4829'],
    ['48291', '482 91'],
    ['482913', '482 913'],
    ['4829130', '482 9130'],
    ['48291304', '4829 1304'],
    ['482913047', '482 913 047'],
    ['4829130475', '482 913 0475'],
  ])('groups %s as %s', (digits, grouped) => expect(groupedCode(digits)).toBe(grouped))
})

describe('the other messages', () => {
  it('a receipt names its number, amount and date everywhere', () => {
    for (const locale of locales)
      for (const channel of channels) {
        const { text } = composeMessage({
          template: 'receipt',
          channel,
          locale,
          office: offices[locale],
          params: receiptParams,
        })
        for (const fact of ['A1-000042', 'INR 1,589.00', '2026-11-21']) expect(text).toContain(fact)
      }
  })

  it('an answered ticket quotes the answer with its paragraphs, escaped in HTML', () => {
    const { text, html } = composeMessage({
      template: 'ticket_resolved',
      channel: 'email',
      locale: 'en',
      office: 'Ward 7',
      params: ticketParams,
    })
    expect(text).toContain('> The bin was emptied.\n>\n> Sorry <for> the wait & thank you.')
    expect(html).toContain('Sorry &lt;for&gt; the wait &amp; thank you.')
  })

  it('a long answer is cut to three segments as SMS', () => {
    const params = { ...ticketParams, answer: 'Sorry for the wait. '.repeat(100) }
    const { text } = composeMessage({
      template: 'ticket_resolved',
      channel: 'sms',
      locale: 'en',
      office: 'Ward 7',
      params,
    })
    expect(smsSegments(text)).toBe(3)
    expect(text.endsWith('...')).toBe(true)
  })

  it('a test message needs nothing', () => {
    for (const locale of locales)
      expect(
        composeMessage({ template: 'test', channel: 'email', locale, office: offices[locale], params: {} }).text,
      ).toContain(offices[locale])
  })
})

describe('what people write about themselves', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(
      'Bob\r\nBcc: thief@evil.example',
      '<img src=x onerror=alert(1)>',
      '{code}{office}{{body}}$&$1',
      '\u202Edrowssap\u2066',
      `" onmouseover="x`,
      '</title></style><script>alert(1)</script>',
    ),
  )
  const tags = (html: string | null): string[] => (html ?? '').match(/<[^>]*>/g) ?? []

  it('adds no line to a subject and no markup to a mail, in any field', () => {
    const plain = composeMessage(code({ locale: 'fa', office: 'X' }, { name: 'X' }))
    fc.assert(
      fc.property(anything, anything, anything, (name, office, reference) => {
        const message = composeMessage(code({ locale: 'fa', office }, { name, reference }))
        expect(message.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u)
        expect(message.subject.length).toBeLessThanOrEqual(1_000)
        expect(message.text).not.toMatch(/[\u202A-\u202E\u2067\u2068\u2028\u2029\r]/)
        const bdi = (list: string[]): string[] => list.filter((tag) => !/^<\/?bdi>$/.test(tag))
        expect(bdi(tags(message.html))).toEqual(bdi(tags(plain.html)))
      }),
    )
  })

  it('never stands in for a slot', () => {
    const { text, html } = composeMessage(code({}, { name: '{code} {{body}} $&' }))
    expect(text).toContain('Hello {code} {{body}} $&,')
    expect(html).toContain('<bdi>{code} {{body}} $&amp;</bdi>')
  })

  it('does not greet by a name that is a link', () => {
    for (const name of ['Win at evil.example', 'http://evil', 'www.evil', 'call me@evil'])
      expect(composeMessage(code({}, { name })).text).toMatch(/^Hello,\n/)
    expect(composeMessage(code({}, { name: 'J.R. O\u2019Neil' })).text).toMatch(/^Hello J\.R\. O\u2019Neil,/)
  })

  it('keeps the joiners that Persian and Hindi spelling needs', () => {
    expect(composeMessage(code({ locale: 'fa' }, { name: 'علی\u200Cرضا' })).text).toContain('علی\u200Cرضا')
  })
})

describe('an HTML mail', () => {
  it.each(locales)('loads nothing, runs nothing, and follows light and dark (%s)', (locale) => {
    const { html } = composeMessage(code({ locale }))
    expect(html).not.toMatch(/https?:|url\(|src=|<link|<script|<img|@import|@font-face/i)
    expect(html).toContain('prefers-color-scheme: dark')
    expect(html).toContain('tabular-nums')
    expect(html).not.toMatch(/\{\{/)
  })
})
