import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMailAddress, parseMailbox, parseSmtpUrl } from '../../src/gateways/smtp-settings.ts'

const server = { host: 'mail.example', port: 587, secure: false, credentials: null, requireTls: false }
const credentials = { user: 'desk', password: 'pw' }

describe('SMTP_URL', () => {
  it.each([
    ['smtp://mail.example', server],
    ['smtp://mail.example:2525/', { ...server, port: 2525 }],
    ['smtps://mail.example', { ...server, port: 465, secure: true }],
    ['smtp://mail.example:465', { ...server, port: 465, secure: true }],
    ['smtp://desk:pw@mail.example', { ...server, credentials, requireTls: true }],
    ['smtps://desk:pw@mail.example', { ...server, port: 465, secure: true, credentials }],
    ['smtp://desk:pw@127.0.0.1:25', { ...server, host: '127.0.0.1', port: 25, credentials }],
    ['smtp://desk:pw@[::1]:25', { ...server, host: '::1', port: 25, credentials }],
    ['smtp://desk:pw@127.evil.example', { ...server, host: '127.evil.example', credentials, requireTls: true }],
    [
      'smtp://desk@office.example:a%2Fb%23c%25@mail.example',
      { ...server, credentials: { user: 'desk@office.example', password: 'a/b#c%' }, requireTls: true },
    ],
  ])('%s', (url, value) => expect(parseSmtpUrl(url)).toEqual({ ok: true, value }))

  it('is never repeated in what is wrong with it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (noise) => {
        const parsed = parseSmtpUrl(`smtp://desk:Hush9Hush${noise}@mail.example`)
        if (!parsed.ok) expect(parsed.failure).not.toContain('Hush9Hush')
      }),
    )
  })
})

describe('MAIL_FROM', () => {
  it.each([
    ['desk@office.example', { name: '', address: 'desk@office.example' }],
    ['Ward 7 <desk@office.example>', { name: 'Ward 7', address: 'desk@office.example' }],
    ['"Ward, 7" <desk@office.example>', { name: 'Ward, 7', address: 'desk@office.example' }],
    ['دفتر\u202E <desk@office.example>', { name: 'دفتر', address: 'desk@office.example' }],
  ])('%s', (text, value) => expect(parseMailbox(text)).toEqual({ ok: true, value }))

  it.each([
    '',
    'desk',
    '<>',
    'a@b.example <c@d.example> x',
    'a@b.example,c@d.example',
    'x <a@b.example\r\nBcc: c@d.example>',
  ])('is not %j', (text) => expect(parseMailbox(text).ok).toBe(false))

  it('holds no character that could end a header or name a second recipient', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isMailAddress(text)) expect(text).not.toMatch(/[\s,;<>"\p{C}]/u)
      }),
    )
  })
})
