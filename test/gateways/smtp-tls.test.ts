import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { smtpGateway } from '../../src/gateways/smtp.ts'
import { smtpFailure } from '../../src/gateways/smtp-failure.ts'
import { type SmtpTls, smtpPeer } from '../support/smtp-peer.ts'
import { peerCertificate } from '../support/smtp-peer-certificate.ts'
import { aMail, opened, within } from './given.ts'

const { keep, closeAll } = opened()
const usual = getCACertificates('default')
afterEach(async () => {
  setDefaultCACertificates(usual)
  await closeAll()
})

const certificate = peerCertificate()
const ways: readonly SmtpTls['from'][] = ['first_byte', 'starttls']

async function sentTo(from: SmtpTls['from']) {
  const server = keep(await smtpPeer({ does: 'accept' }, { ...certificate, from }))
  const gateway = keep(smtpGateway({ url: server.url('login'), from: 'desk@office.example' }))
  return { server, result: await gateway.send(aMail, within(5_000)) }
}

describe('an encrypted connection', () => {
  it.each(ways)('with a certificate nobody vouches for is refused (TLS by %s)', async (from) => {
    const { server, result } = await sentTo(from)
    expect(result).toMatchObject({
      result: 'refused',
      failure: 'certificate',
      words: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    })
    expect(server.mails).toHaveLength(0)
  })

  it.each(ways)('with a trusted certificate carries login and mail (TLS by %s)', async (from) => {
    setDefaultCACertificates([...usual, certificate.cert])
    const { server, result } = await sentTo(from)
    expect(result.result).toBe('taken')
    expect(server.mails).toHaveLength(1)
  })

  it('to a port that speaks plain SMTP is refused, not retried', async () => {
    const server = keep(await smtpPeer({ does: 'accept' }))
    const gateway = keep(smtpGateway({ url: server.url().replace('smtp:', 'smtps:'), from: 'desk@office.example' }))
    expect(await gateway.send(aMail, within(5_000))).toMatchObject({ result: 'refused', failure: 'certificate' })
  })

  it('that is never answered costs the deadline and no more', async () => {
    const server = keep(await smtpPeer({ does: 'hang_before_greeting' }))
    const gateway = keep(smtpGateway({ url: server.url().replace('smtp:', 'smtps:'), from: 'desk@office.example' }))
    expect(await gateway.send(aMail, within(300))).toMatchObject({ result: 'retry', failure: 'timed_out' })
    await expect.poll(() => server.open()).toBe(0)
  })

  it('that a server does not offer stops the password from being sent', () => {
    const error = { code: 'ETLS', responseCode: 502, response: '502 not implemented', command: 'STARTTLS' }
    expect(smtpFailure(error, false, (said) => said)).toMatchObject({ result: 'refused', failure: 'certificate' })
  })
})

describe('failures that need a wide network to happen', () => {
  it.each([
    [{ code: 'EDNS', originalCode: 'ENOTFOUND' }, 'unreachable'],
    [{ code: 'ESOCKET', originalCode: 'EHOSTUNREACH' }, 'unreachable'],
    [{ code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' }, 'unreachable'],
    [{ code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' }, 'timed_out'],
    [{ code: 'EAUTH', responseCode: 454, response: '454 4.7.0 Temporary authentication failure' }, 'rate_limited'],
    [{ code: 'EMESSAGE', responseCode: 503, response: '503 bad sequence' }, 'provider_error'],
    [{}, 'provider_error'],
  ])('%j before the mail left: retry, %s', (error, failure) => {
    expect(smtpFailure(error, false, (said) => said)).toMatchObject({ result: 'retry', failure })
  })

  it('a silence after the mail left is unconfirmed, whatever it is called', () => {
    for (const code of ['ESOCKET', 'ETIMEDOUT', 'ECONNECTION', 'EABORT', 'EUNHEARDOF'])
      expect(smtpFailure({ code }, true, (said) => said).result).toBe('unconfirmed')
  })
})
