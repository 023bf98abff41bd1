/** Headquarters over TLS, with certificates that prove it and certificates that do not. */
import { generate } from 'selfsigned'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machineChance } from '../../src/gateways/system.ts'
import { joinHeadquarters } from '../../src/sync/join.ts'
import { readJoinCode, writeJoinCode } from '../../src/sync/join-code.ts'
import { clientConfig } from '../../src/sync/link.ts'
import { meet } from '../../src/sync/meeting.ts'
import { become, meetAt, meetingParts } from '../support/branch-office.ts'
import { type BranchThere, type Headquarters, headquarters, valueIn } from '../support/headquarters-peer.ts'
import { type TestOffice, testOffice } from '../support/office.ts'
import { type PostgresPeer, startPostgres } from '../support/postgres.ts'

let peer: PostgresPeer
let hq: Headquarters
let branch: BranchThere
beforeAll(async () => {
  peer = await startPostgres()
  hq = await headquarters(peer)
  branch = await hq.branch('north')
})
afterAll(() => peer.stop())

const dayMs = 24 * 60 * 60_000

interface Wanted {
  readonly names?: readonly string[]
  readonly expired?: boolean
}

/** Lets the server show a new certificate of its own making; answers with the certificate, which is its own authority. */
async function serve(wanted: Wanted = {}): Promise<string> {
  const names = wanted.names ?? ['localhost']
  const from = Date.now() - 30 * dayMs
  const { cert, private: key } = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    ...{ keyType: 'ec', curve: 'P-256', algorithm: 'sha256' },
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + (wanted.expired === true ? 10 : 300) * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (/^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  })
  const loadedAt = async (): Promise<string> =>
    (await peer.run('postgres', 'SELECT pg_conf_load_time()::text AS at')).rows[0].at
  const before = await loadedAt()
  // The server writes them itself, so that they belong to the user it runs as.
  const put = (text: string, file: string): Promise<unknown> =>
    peer.run(
      'postgres',
      `COPY (SELECT unnest(string_to_array('${text.trim()}', E'\\n'))) TO PROGRAM 'umask 077; cat > ${file}'`,
    )
  await put(cert.replaceAll('\r', ''), 'server.crt')
  await put(key.replaceAll('\r', ''), 'server.key')
  await peer.run('postgres', 'ALTER SYSTEM SET ssl = on')
  await peer.run('postgres', 'SELECT pg_reload_conf()')
  while ((await loadedAt()) === before) await new Promise((resolve) => setImmediate(resolve))
  return cert
}

const over = (office: TestOffice, host: string, ca?: string) =>
  meet(meetingParts(office, `${branch.url.replace('127.0.0.1', host)}?sslmode=verify-full`, ca))

describe('headquarters over TLS', () => {
  it('is met where its certificate is proven for the very name, and not otherwise', async () => {
    const office = testOffice()
    become(office, branch)
    const good = await serve()
    valueIn(await over(office, 'localhost', good))
    const refused = { ok: false, failure: { reason: 'certificate', passing: false } }
    expect(await over(office, 'localhost')).toMatchObject(refused)
    expect(await over(office, '127.0.0.1', good)).toMatchObject(refused)

    const other = await serve({ names: ['hq.example'] })
    expect(await over(office, 'localhost', good)).toMatchObject(refused)
    expect(await over(office, 'localhost', other)).toMatchObject(refused)
    const expired = await serve({ expired: true })
    const late = await over(office, 'localhost', expired)
    expect(late).toMatchObject(refused)
    expect(late.ok ? '' : late.failure.words).toMatch(/expired.*headquarters.*certificate/i)

    const address = await serve({ names: ['127.0.0.1'] })
    valueIn(await over(office, '127.0.0.1', address))
  })

  it('is joined by a code that brings its certificate', async () => {
    const ca = await serve()
    const read = readJoinCode(await hq.invite('south'))
    if (!read.ok) throw new Error(read.failure)
    const code = writeJoinCode({ ...read.value, host: 'localhost', ca })
    const joined = valueIn(await joinHeadquarters({ code, newPassword: 'own', salt: machineChance.bytes(16) }))
    expect(joined).toMatchObject({ branchCode: 'south', ca })
  })

  it('is asked for by every name but this machine’s, whatever the address says', () => {
    for (const mode of [
      '',
      '?sslmode=verify-full',
      '?sslmode=require',
      '?sslmode=prefer',
      '?sslmode=allow',
      '?sslmode=no-verify',
    ])
      expect(clientConfig(`postgresql://a:b@hq.example/x${mode}`).ssl).toEqual({ rejectUnauthorized: true })
    expect(() => clientConfig('postgresql://a:b@hq.example/x?sslmode=disable')).toThrow(/another one/)
    expect(clientConfig('postgresql://a:b@[::1]/x').ssl).toBe(false)
    for (const name of ['localhost.evil.example', '127.0.0.1.evil.example', '127.0.0.2', '0.0.0.0'])
      expect([name, clientConfig(`postgresql://a:b@${name}/x`).ssl]).toEqual([name, { rejectUnauthorized: true }])
    expect(() => clientConfig('postgresql://a:b@hq.example/x?sslrootcert=/nowhere.pem')).toThrow(/\/nowhere\.pem/)
  })
})

it('a meeting without TLS on this machine goes on beside', async () => {
  const office = testOffice()
  become(office, branch)
  valueIn(await meetAt(office, branch.url))
})
