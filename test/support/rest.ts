/** The REST interface of a real Node host over a test office, and a client that calls it as any program would. */
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { RestServices } from '../../src/api/rest-router.ts'
import { buildRest } from '../../src/app-rest.ts'
import { startHttpHost } from '../../src/server/http-host.ts'
import { restHost } from '../../src/server/rest/rest-host.ts'
import { storageFault } from '../../src/storage/database.ts'
import { restKey } from '../../src/storage/rest-key.ts'
import { transferJobs } from '../../src/storage/transfers/jobs.ts'
import { type HostOptions, workerUrl } from './host.ts'
import { migrationsFolder, quietLog, type TestOffice } from './office.ts'

const folderOf = (path: string): string => fileURLToPath(new URL(`../../${path}/`, import.meta.url))

export interface RestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

export interface TestRest {
  /** With the slash at its end. */
  readonly address: string
  readonly services: RestServices
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<RestAnswer>
  get(path: string, headers?: Record<string, string>): Promise<RestAnswer>
  /** Asks for a code and reads it from the inbox. */
  codeFor(contact: Record<string, string>): Promise<string>
  /** Signs in the whole way. */
  signIn(contact: Record<string, string>): Promise<RestAnswer>
}

interface RestOptions extends Pick<HostOptions, 'tls' | 'isLocal'> {
  readonly bodyTimeoutMs?: number
}

export async function startRest(office: TestOffice, options: RestOptions = {}): Promise<TestRest> {
  const { officeData } = office.app
  const { bodyTimeoutMs, ...place } = options
  const services = buildRest(office.app, restKey(office.folder, officeData.chance))
  const transfers = transferJobs({ ...officeData, workerUrl, migrationsFolder })
  const http = await startHttpHost({
    app: office.app,
    transfers,
    storageFault,
    screens: folderOf('out/renderer'),
    host: '127.0.0.1',
    port: 0,
    ...place,
    rest: restHost({
      services,
      logger: quietLog,
      storageFault,
      docsFolder: folderOf('resources/rest-docs'),
      version: '0.0.0',
      ...(bodyTimeoutMs === undefined ? {} : { bodyTimeoutMs }),
    }),
  })
  onTestFinished(async () => {
    await http.close()
    await transfers.close()
  })
  const url = (path: string): URL => new URL(path, http.address)
  const read = async (answer: Response): Promise<RestAnswer> => {
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) }
  }
  const rest: TestRest = {
    address: http.address,
    services,
    post: async (path, body, headers = {}) =>
      read(
        await fetch(url(path), {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        }),
      ),
    get: async (path, headers = {}) => read(await fetch(url(path), { headers })),
    async codeFor(contact) {
      const asked = await rest.post('/api/v1/usr/otp', contact)
      if (asked.status !== 200) throw new Error(JSON.stringify(asked.body))
      return office.lastCode()
    },
    async signIn(contact) {
      const code = await rest.codeFor(contact)
      return rest.post('/api/v1/usr/otp/verify', { ...contact, code })
    },
  }
  return rest
}

export const bearer = (answer: RestAnswer): Record<string, string> => ({
  authorization: `Bearer ${String(answer.body.access_token)}`,
})

/** The `name=value` pairs an answer set. */
export const cookiesOf = (answer: RestAnswer): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0] ?? '')
    .join('; ')
