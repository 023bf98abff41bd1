import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messagePurposes } from '../../../src/contract/message-purposes.ts'
import { type TemplateKey, type TemplateSource, templateSource } from '../../../src/contract/templates.ts'
import { channels, locales } from '../../../src/contract/values.ts'
import { problemsOf } from '../../../src/core/delivery/template-check.ts'
import { placeholdersOf, templateOf } from '../../../src/core/delivery/template-placeholders.ts'
import { previewOf } from '../../../src/core/delivery/template-preview.ts'
import { smsSizeOf } from '../../../src/core/delivery/template-sms.ts'
import { originalOf } from '../../../src/core/delivery/template-words.ts'
import { type ComposeRequest, composeMessage } from '../../../src/core/delivery/templates.ts'

const keys: TemplateKey[] = locales.flatMap((locale) =>
  channels.flatMap((channel) => messagePurposes.map((purpose) => ({ purpose, channel, locale }))),
)
const visitMail: TemplateKey = { purpose: 'code_visit', channel: 'email', locale: 'en' }
const visitSms: TemplateKey = { ...visitMail, channel: 'sms' }

const params = {
  name: 'Asha Rao',
  code: '482913',
  reference: 'K7',
  minutes: 5,
  receiptNo: 'A1-000042',
  amount: 'INR 1,589.00',
  date: '2026-11-21',
  ticketNo: 'T-17',
  answer: 'Done.',
}

const requestFor = ({ purpose, channel, locale }: TemplateKey, change = {}): ComposeRequest => ({
  template: templateOf(purpose),
  channel,
  locale,
  office: 'Ward 7 Office',
  params: { ...params, purpose: purpose.replace('code_', ''), ...change },
})

const composeIn = (key: TemplateKey, source: TemplateSource, change = {}) =>
  composeMessage(requestFor(key, change), () => source)

const mail = (body: string, subject = 'Hello', heading = 'Hello'): TemplateSource => ({ subject, heading, body })
const sms = (body: string): TemplateSource => ({ subject: '', heading: '', body })

describe('the original words', () => {
  it.each(keys)('pass the check, compose, and leave no placeholder: $locale $channel $purpose', (key) => {
    const original = originalOf(key)
    expect(problemsOf(key, original)).toEqual([])
    expect(templateSource.parse(original)).toEqual(original)
    const message = composeMessage(requestFor(key))
    expect(`${message.subject}${message.text}${message.html}`).not.toMatch(/[{}]{2}|\{\w+\}|undefined|NaN/)
    const preview = previewOf(key, original, 'Ward 7 Office')
    expect(preview).toMatchObject({ problems: [], html: key.channel === 'email' ? expect.any(String) : null })
    expect(preview.sms === null).toBe(key.channel !== 'sms')
  })

  it.each(keys)('every placeholder offered is filled: $locale $channel $purpose', (key) => {
    const offered = placeholdersOf(key)
    const all = offered.map(({ name }) => `${name}: {${name}}.`).join('\n')
    const subject = offered.flatMap(({ name, inSubject }) => (inSubject ? [`{${name}}`] : [])).join(' ')
    const source = key.channel === 'email' ? mail(all, subject, subject) : sms(all)
    expect(problemsOf(key, source)).toEqual([])
    const { text, html, subject: written } = composeIn(key, source)
    expect(text).not.toMatch(/: \.|[{}]/)
    expect(`${html}${written}`).not.toMatch(/: \.|\{\w+\}/)
  })
})

describe('the check', () => {
  const found = (key: TemplateKey, source: TemplateSource) =>
    problemsOf(key, source).map(({ field, problem, name }) => `${field} ${problem} ${name}`.trim())

  it.each([
    ['a code body without its code', visitMail, mail('Hello'), ['body missing_placeholder code']],
    ['an SMS without its code', visitSms, sms('Hello {reference}'), ['body missing_placeholder code']],
    ['a code in a subject', visitMail, mail('{code}', 'Your {code}'), ['subject code_in_subject code']],
    ['a code in a heading', visitMail, mail('{code}', 'A', '{code}'), ['heading code_in_subject code']],
    ['a name nobody knows', visitSms, sms('{code} {amount}'), ['body unknown_placeholder amount']],
    ['an inherited name', visitSms, sms('{code} {constructor}'), ['body unknown_placeholder constructor']],
    ['the same twice, told once', visitSms, sms('{code} {x} {x}'), ['body unknown_placeholder x']],
    ['a brace alone', visitSms, sms('{code} :-{'), ['body unknown_placeholder']],
    ['a brace never closed', visitSms, sms('{code'), ['body unknown_placeholder', 'body missing_placeholder code']],
    ['two braces', visitSms, sms('{{code}}'), ['body unknown_placeholder']],
    ['a personal word in a subject', visitMail, mail('{code}', '{name}'), ['subject unknown_placeholder name']],
    ['nothing', visitMail, mail('', '', ' '), ['subject empty', 'heading empty', 'body empty']],
    ['too much', visitSms, sms(`{code}${'a'.repeat(1_000)}`), ['body too_long']],
    ['too long a subject', visitMail, mail('{code}', 'a'.repeat(201)), ['subject too_long']],
  ])('tells of %s', (_what, key, source, problems) => expect(found(key, source)).toEqual(problems))

  it('asks nothing of an SMS’s subject and heading', () => {
    expect(found(visitSms, mail('{code}', '{x}', '{code}'))).toEqual([])
  })
})

describe('an office’s own words', () => {
  it('are what leaves', () => {
    const source = mail('Dear {name},\nwelcome.\n\n{code}\nBye {office}', '{office}: {reference}', 'For {office}')
    const { subject, text, html } = composeIn(visitMail, source)
    expect(subject).toBe('Ward 7 Office: K7')
    expect(text).toBe(
      'Dear Asha Rao,\nwelcome.\n\n    K7: 482 913\n\nBye Ward 7 Office\n\n-- \nSent by Ward 7 Office. This address does not read replies.\n',
    )
    expect(html).toContain('Dear <bdi>Asha Rao</bdi>,<br>welcome.')
    expect(html).toContain('For <bdi>Ward 7 Office</bdi></h1>')
    expect(html).toMatch(/class="code-box"/)
  })

  it('greet someone whose name cannot be written without leaving a hole', () => {
    expect(composeIn(visitSms, sms('Dear {name}, {code}'), { name: 'www.evil.example' }).text).toBe(
      'Dear customer, K7: 482 913',
    )
  })

  it('carry code and reference also within a sentence', () => {
    expect(composeIn(visitMail, mail('It is {code} today.')).html).toContain('It is <bdi>K7: 482 913</bdi> today.')
  })

  it.each([
    ['no code', mail('Hello')],
    ['a placeholder of another version', mail('{code} {oldName}')],
    ['a code in the subject', mail('{code}', '{code}')],
    ['nothing', mail('', '', '')],
  ])('are passed over where they hold %s, so that the code arrives all the same', (_what, broken) => {
    expect(composeIn(visitMail, broken)).toEqual(composeMessage(requestFor(visitMail)))
  })

  it('act as words only: no markup, no remote content, whatever is written', () => {
    const evil = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        '<img src=https://evil.example/x>',
        '</style><script>alert(1)</script>',
        `" onload="x`,
        '$&$1 {{',
      ),
    )
    const tags = (html: string | null) => (html ?? '').match(/<[^>]*>/g)?.filter((tag) => !/^<(\/?p|br)\b/.test(tag))
    const plain = tags(composeIn(visitMail, mail('x {code}\n\n{code}', 'x', 'x')).html)
    fc.assert(
      fc.property(evil, evil, evil, (subject, heading, body) => {
        const source = templateSource.parse(mail(`x ${body} end {code}\n\n{code}`, `x${subject}`, `x${heading}`))
        const preview = previewOf(visitMail, source, 'X')
        expect(preview.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
        const bare = tags(preview.html)?.filter((tag) => !/bdi/.test(tag))
        expect(bare).toEqual(plain?.filter((tag) => !/bdi/.test(tag)))
        expect((preview.html ?? '').match(/<[^>]*>/g)?.join('')).not.toMatch(/https?:|url\(|<script|<img|\son\w+=/i)
      }),
    )
  })

  it('never let a value act as a placeholder', () => {
    const value = fc.oneof(fc.constantFrom('{code}', '{answer}', '{office}', '{{body}}'), fc.string({ maxLength: 40 }))
    const key: TemplateKey = { purpose: 'ticket_resolved', channel: 'email', locale: 'fa' }
    fc.assert(
      fc.property(value, value, (name, answer) => {
        const said = `${answer} END`
        const { text } = composeIn(key, mail('A {name}\n\n{answer}\n\nB {answer}'), { name, answer: said })
        expect(text.match(/END/g)).toHaveLength(2)
        const slot = /^\{+\w+\}+$/
        if (slot.test(name)) expect(text).toContain(`A ${name}`)
        if (slot.test(answer)) expect(text).toContain(`> ${answer} END`)
      }),
    )
  })

  it('are brought to one form as they come in', () => {
    expect(templateSource.parse(mail(' a\r\nb\u202E\u200B\tc\0 ', 'one\ntwo', '\uD800'))).toEqual({
      subject: 'one two',
      heading: '\uFFFD',
      body: 'a\nb c',
    })
    const persian = 'می\u200Cشود\u200F'
    expect(templateSource.parse(mail(persian)).body).toBe(persian)
  })
})

describe('a preview', () => {
  it('shows what is wrong as it was written, and never the code in a subject', () => {
    const { problems, subject, text, html } = previewOf(visitMail, mail('Hi {who}', 'Now {code}'), 'Ward 7')
    expect(problems).toHaveLength(3)
    expect(subject).toBe('Now {code}')
    expect(text).toContain('Hi {who}')
    expect(html).toContain('Hi {who}')
  })

  it.each(locales)('is made up in its own language, without remote content, for light and dark (%s)', (locale) => {
    const key: TemplateKey = { ...visitMail, locale }
    const { html, text } = previewOf(key, originalOf(key), 'Ward 7')
    expect(html).toContain(`<html lang="${locale}" dir="${locale === 'fa' ? 'rtl' : 'ltr'}">`)
    expect(html).toContain('prefers-color-scheme: dark')
    expect(html).not.toMatch(/https?:|url\(|src=|href=|<link|<script|<img|@import|@font-face/i)
    expect(text).toMatch(/K7: 482 913/)
    expect(text.length).toBeGreaterThan(100)
  })
})

describe('the size of an SMS', () => {
  it.each([
    ['a'.repeat(160), 'gsm7', 160, 1, ''],
    ['a'.repeat(161), 'gsm7', 161, 2, ''],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm7', 306, 3, ''],
    ['ا'.repeat(70), 'ucs2', 70, 1, 'ا'],
    ['ا'.repeat(71), 'ucs2', 71, 2, 'ا'],
    ['It’s “fine” – ok', 'ucs2', 16, 1, '’“”–'],
    ['😀'.repeat(34), 'ucs2', 68, 1, '😀'],
    ['😀'.repeat(67), 'ucs2', 134, 3, '😀'],
  ])('is told for %j', (text, encoding, places, segments, costly) => {
    expect(smsSizeOf(text)).toEqual({ encoding, places, segments, costly: Array.from(costly) })
  })

  it('grows past one segment only where the words leave no room, and then keeps the office’s name whole', () => {
    const long = sms(`{code} ${'word '.repeat(36)}{office}`)
    expect(composeIn(visitSms, long).text).toContain('Ward 7 Office')
  })

  it('cuts a WhatsApp message to what its provider takes', () => {
    const key: TemplateKey = { purpose: 'ticket_resolved', channel: 'whatsapp', locale: 'en' }
    const { text } = composeIn(key, sms(`${'word '.repeat(190)}{answer}`), { answer: 'नमस्ते '.repeat(300) })
    expect(text.length).toBeLessThanOrEqual(1_600)
    expect(text.endsWith('…')).toBe(true)
  })
})
