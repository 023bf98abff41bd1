import { join } from 'node:path'
import { ORPCError } from '@orpc/client'
import { isContractProcedure } from '@orpc/contract'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { heldWhileRestoring } from '../../../src/api/while-restoring.ts'
import { contract } from '../../../src/contract/contract.ts'
import { passphrase } from '../../support/backup-key.ts'
import { browserClient, startHost } from '../../support/host.ts'
import { passwordOf, temporaryFolder, testOffice } from '../../support/office.ts'

/** An office with one backup, and a customer who came after it. */
async function given() {
  const office = testOffice()
  await office.addStaff({ name: 'Chief', role: 'administrator', pin: '2580' })
  const { client } = await browserClient((await startHost(office)).address)
  await client.session.signIn({ name: 'Chief', password: passwordOf('2580') })
  await client.backups.choosePassphrase({ passphrase })
  await client.backups.save({ folder: join(temporaryFolder(), 'drive'), schedule: { kind: 'off' } })
  const add = (accountNo: string) =>
    client.customers.add({
      ...{ accountNo, name: 'Asha Rao', address: '', ward: '', locale: null, preferredChannel: null },
      ...{ emails: [], phones: [] },
    })
  await client.backups.start()
  const made = async () => (await client.backups.state()).running === null && (await client.backups.list())?.[0]
  await expect.poll(made, { timeout: 20_000 }).toBeTruthy()
  const [file] = (await client.backups.list()) ?? []
  office.time.pass(60_000)
  await add('N-1')
  const name = file?.name ?? ''
  const preview = await client.backups.preview({ name, passphrase })
  if (preview.outcome !== 'opened') throw new Error(preview.reason)
  return { office, client, add, asked: { name, passphrase, confirmed: true, lost: preview.lost } as const }
}

describe('while a restore is being prepared', () => {
  it('nothing is taken that no office would have, everyone at a desk is told, and what was lost is on both trails', {
    timeout: 60_000,
  }, async () => {
    const { office, client, add, asked } = await given()
    expect(asked.lost).toEqual({ customers: 1, bills: 0, payments: 0 })
    const going = client.backups.restore(asked)
    await expect
      .poll(async () => (await client.backups.warning()).warning, { interval: 5, timeout: 20_000 })
      .toBe('restoring')
    const answer = await add('N-2').catch((error: unknown) => error)
    expect(answer instanceof ORPCError ? answer.code : answer).toBe('RESTORING')
    // What is only looked at goes on.
    expect((await client.customers.search({ query: 'Asha' })).hits).toHaveLength(1)
    expect(await going).toEqual({ outcome: 'restarting' })
    expect(await add('N-3').catch((error: unknown) => (error instanceof ORPCError ? error.code : error))).toBe(
      'RESTORING',
    )
    const detailIn = (db: Database.Database, action: string): unknown =>
      JSON.parse(String(db.prepare('SELECT detail FROM audit WHERE action = ?').pluck().get(action)))
    const lost = { lostCustomers: 1, lostBills: 0, lostPayments: 0 }
    expect(detailIn(office.app.officeData.db, 'backup.restored')).toMatchObject(lost)
    const next = new Database(join(office.folder, 'counterfoil.db.restoring'), { readonly: true })
    expect(detailIn(next, 'office.restored')).toMatchObject(lost)
    next.close()
  })

  it('is asked about once more where more has come than was told, and the office works on', {
    timeout: 60_000,
  }, async () => {
    const { client, add, asked } = await given()
    await add('N-2')
    expect(await client.backups.restore(asked)).toEqual({ outcome: 'refused', reason: 'more_came' })
    expect((await client.backups.warning()).warning).toBeNull()
    expect(await add('N-3')).toMatchObject({ outcome: 'done' })
  })

  it('holds back procedures that there are', () => {
    const names = Object.entries(contract).flatMap(([capability, members]) =>
      Object.entries(members)
        .filter(([, member]) => isContractProcedure(member))
        .map(([name]) => `${capability}.${name}`),
    )
    expect([...heldWhileRestoring].filter((name) => !names.includes(name))).toEqual([])
  })
})
