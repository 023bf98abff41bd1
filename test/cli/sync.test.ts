import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type JoiningHeadquarters, joiningHeadquarters } from '../support/joining.ts'
import { handTime, temporaryFolder, testOffice } from '../support/office.ts'
import { runCommand } from '../support/process-host.ts'

let there: JoiningHeadquarters
beforeAll(async () => {
  there = await joiningHeadquarters()
})
afterAll(() => there.stop())

const limit = { timeout: 60_000 }

async function closedOffice(accountNo: string): Promise<string> {
  const folder = temporaryFolder()
  const office = testOffice({ folder, time: handTime(Date.now()) })
  office.addCustomer({ accountNo })
  await office.close()
  return folder
}

const accountsOf = async (branchId: string): Promise<string[]> => {
  const { rows } = await there.run('SELECT account_no FROM counterfoil.customer WHERE branch_id = $1', [branchId])
  return rows.map((row: { account_no: string }) => row.account_no)
}

describe('sync', () => {
  it('joins, meets once, and says how far the office came; its password stands nowhere', limit, async () => {
    const folder = await closedOffice('C-1')
    const branch = await there.addBranch('by-line')
    const before = await runCommand(['sync', '--status', '--data', folder])
    expect([before.code, before.out]).toEqual([0, expect.stringContaining('not joined')])
    expect(before.out).toMatch(/waiting +[1-9]/)
    const joined = await runCommand(['sync', '--join-file', '-', '--data', folder], {}, `${branch.joinCode}\n`)
    expect([joined.code, joined.err]).toEqual([0, ''])
    expect(joined.out).toMatch(/^Joined headquarters as by-line\.\nMet headquarters: [1-9]\d* records sent/)
    expect(await accountsOf(branch.branchId)).toEqual(['C-1'])
    const again = await runCommand(['sync', '--once', '--data', folder])
    expect([again.code, again.err]).toEqual([0, ''])
    expect(again.out.trim().split('\n')).toHaveLength(1)
    const after = await runCommand(['sync', '--status', '--data', folder])
    expect(after.out).toMatch(/branch +by-line\n/)
    expect(after.out).toMatch(/waiting +0 changes\noldest +-\nparked +0 records\nconflicts +0\nclock +\S/)
    expect(after.out).toContain(`127.0.0.1:${there.postgres.port}/${there.database}`)
    const said = [joined, again, after, await runCommand(['doctor', '--data', folder])].flatMap(({ out, err }) => [
      out,
      err,
    ])
    expect(said.join('\n')).not.toContain(branch.role)
    const backupTo = temporaryFolder()
    expect((await runCommand(['backup', backupTo, '--data', folder])).code).toBe(0)
    for (const name of readdirSync(backupTo))
      expect(readFileSync(join(backupTo, name), 'latin1').includes(branch.role)).toBe(false)
  })

  it('takes headquarters from the environment, for an office that never joined on a screen', limit, async () => {
    const folder = await closedOffice('E-1')
    const branch = await there.addBranch('by-environment')
    const met = await runCommand(['sync', '--once', '--data', folder], { HQ_DATABASE_URL: branch.url })
    expect([met.code, met.err]).toEqual([0, ''])
    expect(await accountsOf(branch.branchId)).toEqual(['E-1'])
    const wrong = branch.url.replace(/:[^:@]+@/, ':not-the-password@')
    const refused = await runCommand(['sync', '--once', '--data', folder], { HQ_DATABASE_URL: wrong })
    expect([refused.code, refused.out]).toEqual([1, ''])
    expect(refused.err).toContain('refused: password authentication failed')
    expect(refused.err).not.toContain('not-the-password')
    const status = await runCommand(['sync', '--status', '--data', folder])
    expect(status.out).toMatch(/last failure +refused: /)
    expect(status.out).not.toContain('not-the-password')
  })

  it('without an office, or a headquarters, says so in one line', limit, async () => {
    const none = await runCommand(['sync', '--once', '--data', temporaryFolder()])
    expect([none.code, none.err.trim().split('\n').length]).toEqual([1, 1])
    const alone = await runCommand(['sync', '--data', await closedOffice('N-1')])
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('belongs to no headquarters')])
  })

  it('goes on by its schedule until it is asked to stop', limit, async () => {
    const folder = await closedOffice('S-1')
    const branch = await there.addBranch('by-schedule')
    const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))
    const child = spawn(process.execPath, [cli, 'sync', '--data', folder], {
      env: { ...process.env, HQ_DATABASE_URL: branch.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [said] = await once(child.stdout, 'data')
    expect(String(said)).toContain('Met headquarters')
    expect(child.exitCode).toBeNull()
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
  })
})
