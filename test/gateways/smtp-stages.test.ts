import { afterEach, describe, expect, it } from 'vitest'
import { smtpGateway, smtpGatewayTo } from '../../src/gateways/smtp.ts'
import { type SmtpBehaviour, smtpPassword, smtpPeer } from '../support/smtp-peer.ts'
import { aMail, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

const refused = (failure: string) => ({ result: 'refused', failure })
const elsewhere = (failure: string) => ({ result: 'refused', failure, elsewhere: true })
const retry = (failure: string) => ({ result: 'retry', failure })

describe('a refusal at each stage', () => {
  it.each<[SmtpBehaviour, object]>([
    [{ does: 'refuse_connection', code: 421, said: '4.3.2 shutting down' }, retry('provider_error')],
    [{ does: 'refuse_connection', code: 554, said: '5.7.1 your address is on a list' }, elsewhere('message_refused')],
    [{ does: 'refuse_login', code: 421, said: '4.3.0 shutting down' }, retry('provider_error')],
    [{ does: 'refuse_login', code: 454, said: '4.7.0 Too many login attempts' }, retry('rate_limited')],
    [
      { does: 'refuse_login', code: 534, said: '5.7.9 Application-specific password required' },
      elsewhere('login_refused'),
    ],
    [{ does: 'refuse_login' }, elsewhere('login_refused')],
    [
      { does: 'refuse_login', code: 451, said: 'Authentication failed: Maximum credits exceeded' },
      elsewhere('no_credit'),
    ],
    [{ does: 'refuse_sender', code: 421, said: '4.3.0 not now' }, retry('provider_error')],
    [{ does: 'refuse_sender', code: 450, said: '4.7.1 too many messages' }, retry('rate_limited')],
    [{ does: 'refuse_sender', code: 530, said: '5.7.0 Authentication required' }, elsewhere('login_refused')],
    [{ does: 'refuse_sender', code: 550, said: '5.7.1 not yours' }, elsewhere('message_refused')],
    [{ does: 'refuse_sender', code: 554, said: '5.7.1 no' }, elsewhere('message_refused')],
    [{ does: 'refuse_recipient', code: 421, said: '4.3.0 not now' }, retry('provider_error')],
    [{ does: 'refuse_recipient', code: 450, said: '4.2.1 mailbox busy' }, retry('provider_error')],
    [{ does: 'refuse_recipient', code: 550, said: '5.1.1 no such user' }, refused('address_refused')],
    [{ does: 'refuse_recipient', code: 554, said: '5.7.1 relay access denied' }, elsewhere('message_refused')],
    [{ does: 'refuse_data', code: 421, said: '4.3.0 not now' }, retry('provider_error')],
    [{ does: 'refuse_data', code: 450, said: '4.3.0 not now' }, retry('provider_error')],
    [{ does: 'refuse_data', code: 550, said: '5.5.1 no valid recipients' }, refused('message_refused')],
    [{ does: 'refuse_data', code: 554, said: '5.5.1 no valid recipients' }, refused('message_refused')],
    [{ does: 'refuse_message', code: 421, said: '4.3.0 not now' }, retry('provider_error')],
    [{ does: 'refuse_message', code: 450, said: '4.2.0 greylisted' }, retry('rate_limited')],
    [{ does: 'refuse_message', code: 550, said: '5.7.1 looks like spam' }, refused('message_refused')],
    [{ does: 'refuse_message', code: 550, said: '5.4.5 Daily user sending limit exceeded' }, elsewhere('rate_limited')],
    [
      {
        does: 'refuse_message',
        code: 550,
        said: 'The from address does not match a verified Sender Identity.',
      },
      elsewhere('message_refused'),
    ],
    [
      {
        does: 'refuse_message',
        code: 554,
        said: 'Message rejected: Email address is not verified. The following identities failed the check',
      },
      elsewhere('message_refused'),
    ],
    [{ does: 'refuse_message', code: 554, said: '5.2.252 SendAsDenied; not allowed' }, elsewhere('message_refused')],
  ])('%j: %j', async (behaviour, expected) => {
    // Only a library's server asks for a login; the scripted one offers none.
    const server = keep(await smtpPeer(behaviour))
    const url = server.url(behaviour.does === 'refuse_data' ? undefined : 'login')
    const gateway = keep(smtpGateway({ url, from: 'desk@office.example' }))
    const got = await gateway.send(aMail, within(5_000))
    expect(got).toMatchObject(expected)
    expect('elsewhere' in got).toBe('elsewhere' in expected)
    expect(server.mails).toHaveLength(0)
  })

  it('of a wrong password is known to be the account, and quotes no password', async () => {
    const server = keep(await smtpPeer({ does: 'accept' }))
    const url = server.url('login').replace(encodeURIComponent(smtpPassword), 'wrong-word')
    const got = await keep(smtpGateway({ url, from: 'desk@office.example' })).send(aMail, within(5_000))
    expect(got).toMatchObject({ ...elsewhere('login_refused'), words: '535 5.7.8 wrong password' })
    expect(JSON.stringify(got)).not.toContain('wrong-word')
  })
})

describe('a server that ends its side of the connection', () => {
  const attachments = [
    { fileName: 'a.bin', contentType: 'application/octet-stream', content: new Uint8Array(16_000_000) },
  ]

  it.each<[SmtpBehaviour, object]>([
    [{ does: 'end_in_greeting' }, retry('unreachable')],
    [{ does: 'end_mid_data' }, retry('unreachable')],
    [{ does: 'end_in_answer' }, { result: 'unconfirmed', failure: 'unconfirmed' }],
    [{ does: 'end_after_data' }, { result: 'unconfirmed', failure: 'unconfirmed' }],
  ])('%j: %j', async (behaviour, expected) => {
    const server = keep(await smtpPeer(behaviour))
    const gateway = keep(smtpGateway({ url: server.url(), from: 'desk@office.example' }))
    const mail = behaviour.does === 'end_mid_data' ? { ...aMail, attachments } : aMail
    expect(await gateway.send(mail, within(5_000))).toMatchObject(expected)
    expect(server.connections()).toBe(1)
  })
})

describe('a server that cannot be had safely', () => {
  const starttls = (port: number) =>
    keep(
      smtpGatewayTo(
        { host: '127.0.0.1', port, secure: false, credentials: null, requireTls: true },
        { name: '', address: 'desk@office.example' },
      ),
    )

  it.each<[SmtpBehaviour, object]>([
    [{ does: 'accept' }, elsewhere('certificate')],
    [{ does: 'refuse_starttls', code: 502, said: 'not implemented' }, elsewhere('certificate')],
    [
      { does: 'refuse_starttls', code: 454, said: 'TLS not available due to temporary reason' },
      retry('provider_error'),
    ],
    [{ does: 'drop_at_starttls' }, retry('unreachable')],
  ])('%j: %j', async (behaviour, expected) => {
    const server = keep(await smtpPeer(behaviour))
    expect(await starttls(server.port).send(aMail, within(5_000))).toMatchObject(expected)
    expect(server.mails).toHaveLength(0)
  })
})

describe('a server whose name is gone', () => {
  it('cannot be reached, and may be another time', async () => {
    const gateway = keep(smtpGateway({ url: 'smtp://mail.counterfoil.invalid:587', from: 'desk@office.example' }))
    expect(await gateway.send(aMail, within(10_000))).toMatchObject({
      ...retry('unreachable'),
      words: expect.stringMatching(/ENOTFOUND|EAI_AGAIN|ESERVFAIL|ETIMEOUT|ECONNREFUSED/),
    })
  })
})

describe('the name before the sender', () => {
  it('is the office as it is called now, cleaned, unless the sender has one of its own', async () => {
    let office = 'Ward 7'
    const server = keep(await smtpPeer({ does: 'accept' }))
    const parts = { url: server.url(), officeName: () => office }
    const plain = keep(smtpGateway({ ...parts, from: 'desk@office.example' }))
    await plain.send(aMail, within(5_000))
    office = 'Ward\r\nBcc: thief@evil.example 8'
    await plain.send(aMail, within(5_000))
    await keep(smtpGateway({ ...parts, from: 'Own <desk@office.example>' })).send(aMail, within(5_000))
    const froms = server.mails.map(({ raw }) => /^From: (.*)$/m.exec(raw)?.[1]?.trim())
    expect(froms).toEqual([
      'Ward 7 <desk@office.example>',
      '"Ward Bcc: thief@evil.example 8" <desk@office.example>',
      'Own <desk@office.example>',
    ])
    expect(server.mails.every(({ to, raw }) => to.length === 1 && !/^bcc/im.test(raw))).toBe(true)
  })
})
