import { join } from 'node:path'
import Database from 'better-sqlite3'
import PostalMime from 'postal-mime'
import { describe, expect, it, onTestFinished } from 'vitest'
import { diskFolder } from '../support/folders.ts'
import { testOffice } from '../support/office.ts'
import { serveProcess, startOnceBefore } from '../support/process-host.ts'
import { smtpPeer } from '../support/smtp-peer.ts'
import { twilioAccount, twilioPeer } from '../support/twilio-peer.ts'

const messages = 500
const kills = 25

/** Milliseconds from the ready line to the kill: a sweep, so that every phase of a sending is hit. */
const killAfterMs = (round: number): number => 15 + ((round * 53) % 240)

interface Row {
  readonly channel: 'email' | 'sms'
  readonly params: string
  readonly status: string
  readonly maybe_twice: number
}

/** 250 by SMS, whose provider can be asked, and 250 by mail, whose server cannot. */
async function officeWithMessages(folder: string): Promise<void> {
  const office = testOffice({ folder })
  // Nothing may leave from here.
  await office.app.delivery.stop()
  office.app.officeData.transact(() => {
    for (let nth = 1; nth <= messages; nth += 1) {
      const channel = nth % 2 === 0 ? 'sms' : 'email'
      office.app.outbox.put({
        template: 'ticket_resolved',
        channel,
        to: channel === 'sms' ? `+9198765${40_000 + nth}` : `customer${nth}@example.com`,
        locale: 'en',
        params: { name: 'Customer', ticketNo: `F1-${10_000 + nth}`, answer: 'Resolved.' },
        secret: null,
        challengeId: null,
        diesAtMs: Date.UTC(2036, 0, 1),
        decoy: false,
      })
    }
  })
  await office.close()
}

function read(folder: string): Row[] {
  const db = new Database(join(folder, 'counterfoil.db'), { readonly: true })
  try {
    return db.prepare<[], Row>('SELECT channel, params, status, maybe_twice FROM outbox').all()
  } finally {
    db.close()
  }
}

const ticketIn = (text: string): string => /F1-\d{5}/.exec(text)?.[0] ?? ''
const ticketOf = (row: Row): string => JSON.parse(row.params).ticketNo
const isOpen = ({ status }: Row): boolean => ['queued', 'sending', 'asking', 'retrying'].includes(status)

function countsOf(tickets: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const ticket of tickets) counts.set(ticket, (counts.get(ticket) ?? 0) + 1)
  return counts
}

describe(`kill -9 of the host while ${messages} messages go out, ${kills} times`, () => {
  it('loses none, sends none twice, and flags those nobody can be asked about', async () => {
    await startOnceBefore(diskFolder())
    const folder = diskFolder()
    await officeWithMessages(folder)
    const texts = await twilioPeer({ does: 'accept' })
    const mail = await smtpPeer({ does: 'accept' })
    onTestFinished(async () => {
      await texts.close()
      await mail.close()
    })
    const env = {
      SMTP_URL: mail.url(),
      MAIL_FROM: 'desk@example.com',
      TWILIO_ACCOUNT_SID: twilioAccount.sid,
      TWILIO_AUTH_TOKEN: twilioAccount.token,
      TWILIO_PHONE_NUMBER: '+15005550001',
      TWILIO_API_BASE: texts.base,
    }
    let killedMidway = 0
    for (let round = 0; round < kills; round += 1) {
      const host = await serveProcess(folder, env)
      await new Promise((resolve) => setTimeout(resolve, killAfterMs(round)))
      await host.kill()
      if (read(folder).some(({ status }) => status === 'sending')) killedMidway += 1
    }
    const host = await serveProcess(folder, env)
    while (read(folder).some(isOpen)) await new Promise((resolve) => setTimeout(resolve, 200))
    await host.kill()

    const rows = read(folder)
    const arrivedTexts = countsOf(texts.taken.map(({ body }) => ticketIn(body)))
    const arrivedMails = countsOf(
      await Promise.all(mail.mails.map(async ({ raw }) => ticketIn((await PostalMime.parse(raw)).subject ?? ''))),
    )
    expect(killedMidway).toBeGreaterThan(0)
    for (const row of rows) {
      const arrived = (row.channel === 'sms' ? arrivedTexts : arrivedMails).get(ticketOf(row)) ?? 0
      const told = { ticket: ticketOf(row), status: row.status, arrived, maybeTwice: row.maybe_twice }
      // By SMS the provider was asked: each is there exactly once. A mail that was cut off is flagged, and never sent again.
      if (row.status === 'taken') expect(told).toMatchObject({ arrived: 1, maybeTwice: 0 })
      else expect([row.channel, row.status, arrived <= 1]).toEqual(['email', 'unconfirmed', true])
    }
    expect(rows.filter(({ channel }) => channel === 'sms').length).toBe(messages / 2)
    const flagged = rows.filter(({ status }) => status === 'unconfirmed').length
    expect(flagged).toBeLessThanOrEqual(kills * 4)
  }, 300_000)
})
