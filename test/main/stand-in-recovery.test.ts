import { readdirSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { signIn } from '../parity/parity-office.ts'
import { clientThrough } from '../parity/terminal-office.ts'
import { passphrase } from '../support/backup-key.ts'
import { temporaryFolder } from '../support/office.ts'
import { displays } from '../support/stand-in-machine.ts'
import { launch, shown } from '../support/terminal.ts'

describe('the terminal with a customer’s screen', () => {
  it('goes on in the same windows with the office as it was, after a restore at work', {
    timeout: 60_000,
  }, async () => {
    const folder = temporaryFolder()
    const terminal = launch({ folder, args: ['--demo'] })
    const desk = await shown(terminal)
    await displays(terminal, 2)
    const customers = await shown(terminal, 'customer')
    const client = await clientThrough(desk)
    await signIn(client, 'administrator')
    expect((await client.backups.choosePassphrase({ passphrase })).outcome).toBe('done')
    const plan = { folder: temporaryFolder(), schedule: { kind: 'daily', hour: 3 } } as const
    expect(await client.backups.save(plan)).toEqual({ outcome: 'done' })
    expect(await client.backups.start()).toEqual({ outcome: 'started' })
    const made = await vi.waitFor(async () => {
      const [newest] = (await client.backups.list()) ?? []
      if (newest === undefined || (await client.backups.state()).running !== null) throw new Error('not yet')
      return newest
    }, 20_000)

    for (const page of [desk, customers]) await page.evaluate(() => document.body.setAttribute('data-before', ''))
    const end = await client.backups.restore({ name: made.name, passphrase, confirmed: true })
    expect(end).toEqual({ outcome: 'restarting' })
    for (const page of [desk, customers]) {
      await page.locator('body:not([data-before])').waitFor({ timeout: 20_000 })
    }
    await desk.getByLabel('Name').waitFor({ timeout: 10_000 })
    await customers.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor({ timeout: 10_000 })
    expect(readdirSync(folder).some((name) => name.includes('before-restore'))).toBe(true)
    // What sleep and wake put away is the present office's too.
    await terminal.main(({ powerMonitor }) => (powerMonitor as unknown as NodeJS.EventEmitter).emit('resume'), null)
    await desk.getByLabel('Name').waitFor({ timeout: 10_000 })
    expect(terminal.errors()).toBe('')
    expect(await terminal.stop()).toBe(0)
  })
})
