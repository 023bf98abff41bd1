import PostalMime from 'postal-mime'
import { afterEach, describe, expect, it } from 'vitest'
import { composeMessage } from '../../src/core/delivery/templates.ts'
import { smtpGateway } from '../../src/gateways/smtp.ts'
import { type SmtpBehaviour, type SmtpPeer, type SmtpTls, smtpPassword, smtpPeer } from '../support/smtp-peer.ts'
import { aMail, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

async function peer(behaviour: SmtpBehaviour, tls: SmtpTls | null = null): Promise<SmtpPeer> {
  return keep(await smtpPeer(behaviour, tls))
}

const gatewayTo = (url: string, timeouts = {}) =>
  keep(smtpGateway({ url, from: 'Ward Office <desk@office.example>', timeouts }))

describe('a mail the server takes', () => {
  it('arrives whole: subject, both parts, the code, right-to-left markup, attachment and our Message-ID', async () => {
    const server = await peer({ does: 'accept' })
    const letter = composeMessage({
      template: 'code',
      channel: 'email',
      locale: 'fa',
      office: 'دفتر منطقه ۷',
      params: { name: 'مریم', code: '482913', reference: 'K7', minutes: 5, purpose: 'visit' },
    })
    const attachments = [{ fileName: 'رسید.html', contentType: 'text/html', content: Buffer.from('<p>58</p>') }]
    const result = await gatewayTo(server.url('login')).send({ ...aMail, ...letter, attachments }, within(5_000))

    expect(result).toMatchObject({ result: 'taken' })
    expect(server.mails).toHaveLength(1)
    const [mail] = server.mails
    expect(mail).toMatchObject({ from: 'desk@office.example', to: [aMail.to] })
    const parsed = await PostalMime.parse(mail?.raw ?? '')
    expect(parsed.subject).toBe(letter.subject)
    expect(parsed.text).toContain('482 913')
    expect(parsed.html).toContain('dir="rtl"')
    expect(parsed.html).toContain('482 913')
    expect(parsed.messageId).toBe(`<${aMail.messageId}@office.example>`)
    expect(parsed.from).toMatchObject({ name: 'Ward Office', address: 'desk@office.example' })
    expect(parsed.attachments).toHaveLength(1)
    expect(parsed.attachments[0]?.filename).toBe('رسید.html')
  })

  it('goes over the connection of the mail before, and the connection ends with the gateway', async () => {
    const server = await peer({ does: 'accept' })
    const gateway = gatewayTo(server.url())
    for (const _ of [1, 2, 3]) expect((await gateway.send(aMail, within(5_000))).result).toBe('taken')
    expect(server.connections()).toBe(1)
    await gateway.close()
    await expect.poll(() => server.open()).toBe(0)
  })

  it('cannot be given more headers or recipients by what it says', async () => {
    const server = await peer({ does: 'accept' })
    const injected = 'Hello\r\nBcc: thief@evil.example\r\n\r\nbody'
    const attachments = [{ fileName: 'a\r\nX-Evil: 1.txt', contentType: 'text/plain', content: new Uint8Array([65]) }]
    const message = { ...aMail, messageId: 'id>\r\nX-Evil: 1', subject: injected, attachments }
    expect((await gatewayTo(server.url()).send(message, within(5_000))).result).toBe('taken')
    expect(server.mails[0]?.to).toEqual([aMail.to])
    const headers = (server.mails[0]?.raw ?? '').split('\r\n\r\n')[0] ?? ''
    expect(headers).not.toMatch(/^(bcc|x-evil)/im)
  })

  it.each(['a@b.example, c@d.example', 'a@b.example\r\nRCPT TO:<c@d.example>', 'Name <a@b.example>', 'nobody', ''])(
    'is not sent to what is not one address: %j',
    async (to) => {
      const server = await peer({ does: 'accept' })
      const result = await gatewayTo(server.url()).send({ ...aMail, to }, within(5_000))
      expect(result).toMatchObject({ result: 'refused', failure: 'address_refused' })
      expect(server.connections()).toBe(0)
    },
  )
})

describe('what the server says decides', () => {
  it.each<[SmtpBehaviour, string, string]>([
    [{ does: 'refuse_login' }, 'refused', 'login_refused'],
    [{ does: 'refuse_recipient', code: 550, said: '5.1.1 no such user' }, 'refused', 'address_refused'],
    [{ does: 'refuse_recipient', code: 553, said: 'mailbox name not allowed' }, 'refused', 'address_refused'],
    [{ does: 'refuse_recipient', code: 554, said: '5.7.1 relay access denied' }, 'refused', 'message_refused'],
    [{ does: 'refuse_recipient', code: 450, said: '4.2.0 greylisted, try again' }, 'retry', 'rate_limited'],
    [{ does: 'refuse_recipient', code: 451, said: '4.3.0 local error' }, 'retry', 'provider_error'],
    [{ does: 'refuse_recipient', code: 452, said: '4.2.2 mailbox full' }, 'retry', 'provider_error'],
    [{ does: 'refuse_recipient', code: 530, said: '5.7.0 authentication required' }, 'refused', 'login_refused'],
    [{ does: 'refuse_message', code: 550, said: '5.7.1 looks like spam' }, 'refused', 'message_refused'],
    [{ does: 'refuse_message', code: 550, said: '5.1.1 no such user after all' }, 'refused', 'address_refused'],
    [{ does: 'refuse_message', code: 552, said: '5.3.4 too big' }, 'refused', 'message_refused'],
    [{ does: 'refuse_message', code: 554, said: '5.6.0 no' }, 'refused', 'message_refused'],
    [{ does: 'refuse_message', code: 421, said: '4.7.0 too many messages' }, 'retry', 'rate_limited'],
    [{ does: 'refuse_message', code: 450, said: '4.0.0 not now' }, 'retry', 'provider_error'],
    [{ does: 'refuse_connection', code: 421, said: 'too many connections' }, 'retry', 'rate_limited'],
    [{ does: 'refuse_connection', code: 554, said: 'no service for you' }, 'refused', 'message_refused'],
  ])('%j: %s, %s', async (behaviour, result, failure) => {
    const server = await peer(behaviour)
    const got = await gatewayTo(server.url('login')).send(aMail, within(5_000))
    expect(got).toMatchObject({ result, failure })
    if ('said' in behaviour) expect(got).toMatchObject({ words: expect.stringContaining(behaviour.said ?? '') })
    expect(server.mails).toHaveLength(0)
  })

  it('quotes neither the password nor the code, in no more than 300 characters on one line', async () => {
    const plain = Buffer.from(`\0desk\0${smtpPassword}`).toString('base64').replace(/=+$/, '')
    const said = `no: ${smtpPassword} ${plain} ${encodeURIComponent(smtpPassword)} 482913 482 913\u202E ${'x'.repeat(400)}`
    const server = await peer({ does: 'refuse_login', said })
    const got = await gatewayTo(server.url('login')).send({ ...aMail, text: 'K7: 482 913' }, within(5_000))
    expect(got).toMatchObject({ result: 'refused', failure: 'login_refused' })
    const words = 'words' in got ? got.words : ''
    expect(words).toHaveLength(300)
    expect(words).toMatch(/^535 no: \*\*\* \*\*\* \*\*\* \*\*\* \*\*\* x+…$/)
  })
})

describe('a lost or silent server', () => {
  it('that is not there can be tried again', async () => {
    const server = await peer({ does: 'accept' })
    const url = server.url('login')
    await server.close()
    const got = await gatewayTo(url).send(aMail, within(5_000))
    expect(got).toMatchObject({
      result: 'retry',
      failure: 'unreachable',
      words: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it('that never greets is given up after the greeting timeout', async () => {
    const server = await peer({ does: 'hang_before_greeting' })
    const got = await gatewayTo(server.url(), { greetingMs: 100 }).send(aMail, within(5_000))
    expect(got).toMatchObject({ result: 'retry', failure: 'timed_out' })
  })

  it.each<[SmtpBehaviour, string, string]>([
    [{ does: 'hang_before_greeting' }, 'retry', 'timed_out'],
    [{ does: 'trickle_greeting' }, 'retry', 'timed_out'],
    [{ does: 'hang_at_starttls' }, 'retry', 'timed_out'],
    [{ does: 'hang_at_recipient' }, 'retry', 'timed_out'],
    [{ does: 'hang_after_data' }, 'unconfirmed', 'unconfirmed'],
  ])('%j costs the deadline and no more: %s, %s', async (behaviour, result, failure) => {
    const server = await peer(behaviour)
    const gateway = gatewayTo(server.url())
    const startedAtMs = performance.now()
    const got = await gateway.send(aMail, within(300))
    expect(performance.now() - startedAtMs).toBeLessThan(600)
    expect(got).toMatchObject({ result, failure })
    await expect.poll(() => server.open()).toBe(0)
  })

  it('whose connection breaks after the whole mail went out may have it', async () => {
    const server = await peer({ does: 'drop_after_data' })
    expect((await gatewayTo(server.url()).send(aMail, within(5_000))).result).toBe('unconfirmed')
    expect(server.connections()).toBe(1)
  })

  it('whose connection breaks with most of the mail still here cannot have it', async () => {
    const server = await peer({ does: 'drop_mid_data' })
    const attachments = [
      { fileName: 'a.bin', contentType: 'application/octet-stream', content: new Uint8Array(16_000_000) },
    ]
    const got = await gatewayTo(server.url()).send({ ...aMail, attachments }, within(5_000))
    expect(got).toMatchObject({ result: 'retry', failure: 'unreachable' })
    expect(server.connections()).toBe(1)
  })

  it('is not held against it once it has recovered', async () => {
    const server = await peer({ does: 'hang_after_data' })
    const gateway = gatewayTo(server.url())
    const hung = await Promise.all([1, 2, 3, 4].map(() => gateway.send(aMail, within(300))))
    expect(hung.map(({ result }) => result).sort()).toEqual(['retry', 'unconfirmed', 'unconfirmed', 'unconfirmed'])
    server.become({ does: 'accept' })
    expect((await gateway.send(aMail, within(5_000))).result).toBe('taken')
    expect(server.mails).toHaveLength(1)
  })

  it('that ended an idle connection costs the next mail nothing', async () => {
    const server = await peer({ does: 'accept' })
    const gateway = gatewayTo(server.url())
    expect((await gateway.send(aMail, within(5_000))).result).toBe('taken')
    server.hangUp()
    await expect.poll(() => server.open()).toBe(0)
    expect((await gateway.send(aMail, within(5_000))).result).toBe('taken')
    expect(server.mails).toHaveLength(2)
  })

  it('is not even called when the time was up before', async () => {
    const server = await peer({ does: 'accept' })
    expect(await gatewayTo(server.url()).send(aMail, AbortSignal.abort())).toMatchObject({
      result: 'retry',
      failure: 'timed_out',
    })
    expect(server.connections()).toBe(0)
  })
})
