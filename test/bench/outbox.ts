/**
 * Messages per second from the outbox into a loopback SMTP server and an HTTP provider, with every attempt recorded, every
 * fact audited and each transaction durable; and the memory it takes. Mail and SMS are drained one after the other, then
 * the arrivals of the SMS are asked for.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { App } from '../../src/app.ts'
import type { Channel } from '../../src/contract/values.ts'
import type { FixedProvider } from '../../src/core/delivery/provider-directory.ts'
import { smtpGateway } from '../../src/gateways/smtp.ts'
import { twilioGateway } from '../../src/gateways/twilio.ts'
import { type Bench, benchApp, benchOffice, inFolder, rounded } from './measure.ts'

function ask<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve) => child.once('message', (answer) => resolve(answer as Answer)))
}

/** What is still held once everything that can be collected was: the measure of a leak. */
const collect = (() => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
})()

interface Memory {
  readonly rssMb: number
  readonly heldMb: number
}

function memory(): Memory {
  collect()
  const { heapUsed, external, rss } = process.memoryUsage()
  const mb = (bytes: number): number => Math.round(bytes / 1_048_576)
  return { rssMb: mb(rss), heldMb: mb(heapUsed + external) }
}

function fill(app: App, channel: Channel, count: number): void {
  const { officeData: office } = app
  for (let done = 0; done < count; done += 1_000) {
    office.transact(() => {
      for (let nth = done; nth < Math.min(count, done + 1_000); nth += 1) {
        app.outbox.put({
          template: 'ticket_resolved',
          channel,
          to: channel === 'sms' ? `+9198${String(10_000_000 + nth)}` : `customer${nth}@example.com`,
          locale: 'en',
          params: { name: 'Asha Rao', ticketNo: `F1-${nth}`, answer: 'The truck comes tomorrow at eight.' },
          secret: null,
          challengeId: null,
          diesAtMs: office.clock.now() + 86_400_000,
          decoy: false,
        })
      }
    })
  }
}

/** Waits until the count is reached, and takes the memory in ten samples on the way. */
async function drain(count: number, doneSoFar: () => number): Promise<{ perSecond: number; memory: Memory[] }> {
  const samples: Memory[] = []
  const startedMs = performance.now()
  for (let done = doneSoFar(); done < count; done = doneSoFar()) {
    while (done >= ((samples.length + 1) * count) / 10) samples.push(memory())
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { perSecond: rounded(count / ((performance.now() - startedMs) / 1_000)), memory: samples }
}

export const outboxBench: Bench = {
  defaultRows: 10_000,
  run: (rows) =>
    inFolder(async (folder) => {
      const peers = fork(fileURLToPath(new URL('./outbox-peers.ts', import.meta.url)))
      const { mailPort, textPort } = await ask<{ mailPort: number; textPort: number }>(peers)
      const office = benchOffice(folder)
      const mail = smtpGateway({ url: `smtp://127.0.0.1:${mailPort}`, from: 'desk@example.com' })
      const texts = twilioGateway({
        accountSid: `AC${'0'.repeat(32)}`,
        authToken: 'token',
        phoneNumber: '+15005550001',
        whatsappNumber: null,
        apiBase: new URL(`http://127.0.0.1:${textPort}`),
      })
      const providers: readonly FixedProvider[] = [
        { id: 'smtp', name: 'SMTP', kind: 'smtp', channels: ['email'], gateway: mail },
        { id: 'twilio', name: 'Twilio', kind: 'twilio', channels: ['sms'], gateway: texts },
      ]
      const app = benchApp(folder, office, { providers, inbox: null, makeGateway: () => mail })
      const taken = office.db.prepare<[string], number>(
        'SELECT count(*) FROM outbox INDEXED BY outbox_by_taking WHERE taken_at_ms IS NOT NULL AND provider = ?',
      )
      taken.pluck()
      const pending = office.db.prepare<[], number>(`SELECT count(*) FROM outbox WHERE delivery = 'pending'`)
      pending.pluck()
      app.delivery.start()
      const each = Math.ceil(rows / 2)
      fill(app, 'email', each)
      const mails = await drain(each, () => taken.get('smtp') ?? 0)
      fill(app, 'sms', each)
      const sms = await drain(each, () => taken.get('twilio') ?? 0)
      const reports = await drain(each, () => each - (pending.get() ?? 0))
      peers.send('count')
      const arrived = await ask<{ mails: number; texts: number }>(peers)
      await app.delivery.stop()
      await app.delivery.close()
      office.db.close()
      peers.kill()
      return {
        mailsPerSecond: mails.perSecond,
        smsPerSecond: sms.perSecond,
        reportsAfterPerSecond: reports.perSecond,
        arrived,
        rssMb: { mail: mails.memory.map(({ rssMb }) => rssMb), sms: sms.memory.map(({ rssMb }) => rssMb) },
        heldMb: { mail: mails.memory.map(({ heldMb }) => heldMb), sms: sms.memory.map(({ heldMb }) => heldMb) },
        end: memory(),
      }
    }),
}
