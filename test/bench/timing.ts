/**
 * Can a stranger tell by the answer's time whether a contact is known? Asks for codes over real HTTP on loopback, for contacts
 * with and without a user (REST), customer (kiosk) or member of staff (forgotten password), in random order, and gives the
 * effect size: Cohen's d, and the medians.
 */
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { buildRest } from '../../src/app-rest.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { startHttpHost } from '../../src/server/http-host.ts'
import { restHost } from '../../src/server/rest/rest-host.ts'
import { storageFault } from '../../src/storage/database.ts'
import { restKey } from '../../src/storage/rest-key.ts'
import { transferJobs } from '../../src/storage/transfers/jobs.ts'
import { type Bench, benchApp, benchOffice, inFolder, migrationsFolder, percentile, root, rounded } from './measure.ts'
import { person, phoneOf } from './people.ts'
import type { TimedAnswer, TimedCall } from './timing-client.ts'

/** So many of each kind first, unmeasured: the first calls are slow for reasons of their own. */
const warmUp = 100
/** Contacts of the two kinds lie apart, each asked for once. */
const strangersFrom = 500_000

interface Sample {
  readonly known: boolean
  readonly ms: number
}

/** One call by the stranger in the other thread. */
async function timed(stranger: Worker, call: TimedCall): Promise<number> {
  stranger.postMessage(call)
  const [answer]: TimedAnswer[] = await once(stranger, 'message')
  const ms = answer?.ms ?? null
  if (ms === null) throw new Error(answer?.said ?? 'no answer')
  return ms
}

function effect(samples: readonly Sample[]) {
  const of = (known: boolean) => Float64Array.from(samples.filter((each) => each.known === known).map(({ ms }) => ms))
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = (values: Float64Array, middle: number) =>
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
  const [known, unknown] = [of(true), of(false)]
  const [meanKnown, meanUnknown] = [mean(known), mean(unknown)]
  const pooled = Math.sqrt((variance(known, meanKnown) + variance(unknown, meanUnknown)) / 2)
  return {
    cohensD: rounded((meanKnown - meanUnknown) / pooled),
    medianKnownMs: rounded(percentile(known, 50)),
    medianUnknownMs: rounded(percentile(unknown, 50)),
    samples: samples.length,
  }
}

/** Known and unknown in random order, half each. */
function shuffled(count: number): boolean[] {
  const order = Array.from({ length: count }, (_, at) => at % 2 === 0)
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1))
    const held = order[at] ?? false
    order[at] = order[other] ?? false
    order[other] = held
  }
  return order
}

export const timingBench: Bench = {
  defaultRows: 2_000,
  run: (rows) =>
    inFolder(async (folder) => {
      let nowMs = Date.UTC(2026, 0, 1)
      const office = benchOffice(folder, { wallMs: () => nowMs, monotonicMs: () => nowMs })
      const app = benchApp(folder, office)
      const services = buildRest(app, restKey(folder, office.chance))
      const people = 4 * (rows + warmUp)
      office.transact(() => {
        for (let at = 1; at <= people; at += 1) {
          app.customers.upsert(person(at))
          services.users.insert(office.newId(), 'phone', phoneOf(at), nowMs)
          const secrets = { passwordHash: null, temporary: false, pinHash: null }
          app.staff.addPrepared(
            { ...secrets, name: `Staff ${at}`, role: 'clerk', email: null, phone: phoneOf(at) },
            bySystem,
          )
        }
      })
      app.delivery.start()
      const transfers = transferJobs({
        ...office,
        workerUrl: new URL('../../src/cli/worker.ts', import.meta.url),
        migrationsFolder,
      })
      const http = await startHttpHost({
        app,
        transfers,
        storageFault,
        screens: fileURLToPath(new URL('../../out/renderer/', import.meta.url)),
        host: '127.0.0.1',
        port: 0,
        rest: restHost({ services, logger: office.logger, storageFault, docsFolder: root, version: '0' }),
      })
      const { origin } = new URL(http.address)
      const cookie = `counterfoil_terminal=${app.terminals.enrol().credential}`
      const stranger = new Worker(new URL('./timing-client.ts', import.meta.url))
      const rest = (phone: string) =>
        timed(stranger, { url: `${origin}/api/v1/usr/otp`, body: { phone_number: phone }, headers: {} })
      const kiosk = (phone: string) =>
        timed(stranger, {
          url: `${origin}/rpc/verification/identify`,
          body: { json: { identifier: phone, locale: 'en' } },
          headers: { origin, cookie },
        })
      const forgotten = (phone: string) =>
        timed(stranger, {
          url: `${origin}/rpc/signIn/forgot`,
          body: { json: { contact: phone, channel: 'sms', locale: 'en' } },
          headers: { origin, cookie },
        })

      const newcomer = (phone: string) =>
        timed(stranger, {
          url: `${origin}/rpc/identity/register`,
          body: { json: { name: 'Meera Rao', address: '', ward: '', locale: 'en', contact: phone } },
          headers: { origin, cookie },
        })

      let asked = 0
      async function measure(ask: (phone: string) => Promise<number>, count: number): Promise<Sample[]> {
        const samples: Sample[] = []
        for (const known of shuffled(count)) {
          asked += 1
          // Two minutes between two calls, so that nobody runs into a limit.
          nowMs += 120_000
          const ms = await ask(phoneOf(known ? asked : strangersFrom + asked))
          samples.push({ known, ms })
          await app.delivery.idle()
        }
        return samples
      }
      try {
        await measure(rest, warmUp)
        await measure(kiosk, warmUp)
        await measure(newcomer, warmUp)
        await measure(forgotten, warmUp)
        const restSamples = await measure(rest, rows)
        const kioskSamples = await measure(kiosk, rows)
        const newcomerSamples = await measure(newcomer, rows)
        const forgottenSamples = await measure(forgotten, rows)
        return {
          rest: effect(restSamples),
          kioskIdentify: effect(kioskSamples),
          kioskRegister: effect(newcomerSamples),
          forgottenPassword: effect(forgottenSamples),
        }
      } finally {
        await stranger.terminate()
        await http.close()
        await transfers.close()
        await app.delivery.stop()
        office.db.close()
      }
    }),
}
