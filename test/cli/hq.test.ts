import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readJoinCode } from '../../src/sync/join-code.ts'
import { emptyHeadquarters } from '../support/headquarters-peer.ts'
import { temporaryFolder } from '../support/office.ts'
import { type PostgresPeer, startPostgres } from '../support/postgres.ts'
import { type CommandResult, runCommand } from '../support/process-host.ts'

let peer: PostgresPeer
let url: string
beforeAll(async () => {
  peer = await startPostgres()
  url = (await emptyHeadquarters(peer)).ownerUrl
})
afterAll(() => peer.stop())

const hq = (...args: string[]): Promise<CommandResult> => runCommand(['hq', ...args], { HQ_DATABASE_URL: url })
const lines = (text: string): string[] => text.trimEnd().split('\n')

describe('wrong usage', () => {
  it.each([
    [[]],
    [['fly']],
    [['add-branch', 'north']],
    [['add-branch', 'North!', 'Name']],
    [['add-branch', 'north', 'Name', '--hours', '0']],
    [['add-branch', 'north', 'Name', '--json']],
    [['add-branch', 'north', 'Name', '--ca', '/nowhere.pem']],
    [['revoke-branch', 'north']],
    [['import', 'cats', 'x.csv', '--branch', 'north']],
    [['import', 'bills', 'x.csv']],
    [['status', 'extra']],
    [['status', '--url-file', '/nowhere']],
  ])('hq %j is refused with exit code 2 and one line', async (args) => {
    const result = await hq(...args)
    expect([result.code, result.out, lines(result.err).length]).toEqual([2, '', 1])
  })

  it('wants an address', async () => {
    const { code, err } = await runCommand(['hq', 'status'], { HQ_DATABASE_URL: '' })
    expect(code).toBe(2)
    expect(err).toContain('HQ_DATABASE_URL')
  })
})

describe('hq', () => {
  it('says in one line why it cannot', async () => {
    const failing = async (address: string, ...args: string[]): Promise<string> => {
      const result = await runCommand(['hq', ...args, '--url', address])
      expect([result.code, result.out, lines(result.err).length]).toEqual([1, '', 1])
      return result.err
    }
    expect(await failing(url, 'status')).toMatch(/counterfoil hq init/)
    expect(await failing(url.replace(':owner@', ':wrong@'), 'init')).toMatch(/password authentication failed/)
    expect(await failing('postgresql://a:b@127.0.0.1:1/x', 'status')).toMatch(/ECONNREFUSED/)
    expect(await failing('mysql://x/y', 'status')).toMatch(/postgresql:\/\//)
    expect(await failing('postgresql://a@hq.example/x?sslmode=disable', 'status')).toMatch(/sslmode=disable/)
  })

  it('reads its address from a file or standard input, so that no password stands among the processes', async () => {
    const away = 'postgresql://a:geheim@127.0.0.1:1/x'
    const file = join(temporaryFolder(), 'address')
    writeFileSync(file, `${away}\n`)
    const none = { HQ_DATABASE_URL: '' }
    for (const given of [
      await runCommand(['hq', 'status', '--url-file', file], none),
      await runCommand(['hq', 'status', '--url-file', '-'], none, `${away}\n`),
    ]) {
      expect([given.code, given.err]).toEqual([1, expect.stringMatching(/ECONNREFUSED/)])
      expect(given.err).not.toContain('geheim')
    }
    expect((await runCommand(['hq', 'status', '--url-file', '-'], none, '\n')).code).toBe(2)
  })

  it('takes an empty database to a branch with customers and bills', async () => {
    expect((await hq('init')).out).toMatch(/^Headquarters is at version \d+: \d+ steps done, \d+ partitions made\.\n$/)
    expect((await hq('init')).out).toMatch(/^Headquarters is at version \d+; nothing was missing\.\n$/)
    expect((await hq('status')).out).toMatch(/no branch yet/)

    const added = await hq(
      'add-branch',
      'north',
      'North Office',
      '--time-zone',
      'Asia/Tehran',
      '--host',
      'hq.example:6432',
    )
    expect(added.code).toBe(0)
    const code = lines(added.out).find((line) => line.startsWith('CFHQ')) ?? ''
    expect(readJoinCode(code)).toMatchObject({ ok: true, value: { host: 'hq.example', port: 6432, ca: null } })
    expect((await hq('add-branch', 'north', 'Again')).err).toMatch(/already/)
    expect((await hq('add-branch', 'south', 'South', '--time-zone', 'Mars/Olympus')).err).toMatch(/time zone/)

    const folder = temporaryFolder()
    const customers = join(folder, 'customers.csv')
    const head = 'account_no,name,email,phone,address,ward,locale,channel\n'
    writeFileSync(
      customers,
      `${head}A-1,Asha Devi,asha@example.com,9876543210,1 Road,W1,hi,sms\nA-2,Bina,not-mail,,2 Road,W1,,\n`,
    )
    const first = await hq('import', 'customers', customers, '--branch', 'north', '--region', 'IN')
    expect([first.code, first.out]).toEqual([
      0,
      expect.stringMatching(/Read 2 rows: 1 added, 0 changed, 0 unchanged, 1 rejected.*\n.*customers\.rejects\.csv/),
    ])
    const again = await hq('import', 'customers', customers, '--branch', 'north', '--region', 'IN')
    expect(again.out).toMatch(/0 added, 0 changed, 1 unchanged, 1 rejected/)

    const bills = join(folder, 'bills.csv')
    writeFileSync(
      bills,
      'bill_no,account_no,period,issued_on,due_on,amount\nB-1,a-1,2026-10,2026-10-01,2026-10-21,12.50\n',
    )
    expect((await hq('import', 'bills', bills, '--branch', 'north')).err).toMatch(/--currency INR/)
    expect((await hq('import', 'bills', bills, '--branch', 'north', '--currency', 'INR')).out).toMatch(/1 added/)
    expect((await hq('share', 'north', 'A-1', 'north')).code).toBe(1)

    const status = await hq('status', '--json')
    expect(JSON.parse(status.out)).toMatchObject({
      version: expect.any(Number),
      branches: [{ code: 'north', state: 'invited', waiting: 0 }],
    })
    // Whoever may only read is answered, and one whom row-level security shows nothing is told so.
    const database = new URL(url).pathname.slice(1)
    await peer.run('postgres', `CREATE ROLE hq_reader LOGIN BYPASSRLS PASSWORD 'reader'`)
    await peer.run(database, 'GRANT USAGE ON SCHEMA counterfoil TO hq_reader')
    await peer.run(database, 'GRANT SELECT ON ALL TABLES IN SCHEMA counterfoil TO hq_reader')
    const reader = { HQ_DATABASE_URL: url.replace(/\/\/[^@]*@/, '//hq_reader:reader@') }
    const read = await runCommand(['hq', 'status'], reader)
    expect([read.code, read.err, read.out]).toEqual([0, '', expect.stringMatching(/^CODE.*\nnorth +invited/)])
    await peer.run('postgres', 'ALTER ROLE hq_reader NOBYPASSRLS')
    expect((await runCommand(['hq', 'status'], reader)).out).toMatch(/BYPASSRLS/)

    expect((await hq('revoke-branch', 'north', '--yes')).out).toMatch(/north is out; 0 open/)
    expect((await hq('rejoin-branch', 'north')).out).toMatch(/CFHQ1-.*127\.0\.0\.1, this very machine/s)
  })
})
