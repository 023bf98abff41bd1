import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNotes, writeNotes } from '../../src/storage/backup/notes.ts'
import { passphrase } from '../support/backup-key.ts'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { runCommand } from '../support/process-host.ts'

async function officeWithSecret() {
  const office = testOffice()
  office.addCustomer({ accountNo: 'B-1' })
  await office.close()
  const file = join(temporaryFolder(), 'passphrase')
  writeFileSync(file, `${passphrase}\n`)
  return { folder: office.folder, file }
}

describe('encrypted backups on the command line', () => {
  it('are made and restored with the passphrase of a file, and not with another', { timeout: 60_000 }, async () => {
    const { folder, file } = await officeWithSecret()
    const target = join(temporaryFolder(), 'drive')
    const made = await runCommand(['backup', target, '--passphrase-file', file, '--data', folder])
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toContain('encrypted and read back')
    const backup = join(target, readdirSync(target)[0] ?? '')
    const elsewhere = temporaryFolder()
    const without = await runCommand(['restore', backup, '--data', elsewhere])
    expect([without.code, without.err]).toEqual([2, expect.stringContaining('is encrypted')])
    writeFileSync(`${file}-wrong`, 'another passphrase altogether')
    const wrong = await runCommand(['restore', backup, '--passphrase-file', `${file}-wrong`, '--data', elsewhere])
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('does not open with this passphrase')])
    const restored = await runCommand(['restore', backup, '--passphrase-file', file, '--data', elsewhere])
    expect([restored.code, restored.err]).toEqual([0, ''])
    expect(restored.out).toContain('1 customers')
    expect(testOffice({ folder: elsewhere, seed: 4 }).app.customerStore.byAccount('B-1')).toBeDefined()
  })

  it('want a passphrase that is long enough, and a file that is there', async () => {
    const { folder, file } = await officeWithSecret()
    writeFileSync(file, 'short\n')
    for (const named of [file, `${file}-none`]) {
      const refused = await runCommand(['backup', temporaryFolder(), '--passphrase-file', named, '--data', folder])
      expect([refused.code, refused.out]).toEqual([2, ''])
    }
  })
})

describe('doctor', () => {
  it('tells the last good backup, and warns where one is planned and it is more than a day old', async () => {
    const { folder } = await officeWithSecret()
    expect((await runCommand(['doctor', '--data', folder])).out).toContain('no backups are planned')
    writeNotes(folder, { ...readNotes(folder), schedule: { kind: 'daily', hour: 20 }, folder: '/media/none' })
    const late = await runCommand(['doctor', '--data', folder])
    expect([late.code, late.out]).toEqual([
      1,
      expect.stringContaining('BAD  The last good backup is more than a day old: never'),
    ])
  })
})
