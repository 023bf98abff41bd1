/** The Node host where a screen of its own computer is a kiosk: the way back to a backup stands in front of strangers. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { describe, expect, it, onTestFinished } from 'vitest'
import { noteKioskHere } from '../../src/cli/kiosk-here.ts'
import type { recoveryContract } from '../../src/contract/recovery.ts'
import type { Face } from '../../src/contract/terminals.ts'
import { databaseFileName } from '../../src/storage/database-file.ts'
import { type TestOffice, temporaryFolder, testOffice } from '../support/office.ts'
import { type ProcessHost, serveProcess } from '../support/process-host.ts'

/** A screen of this computer, as an administrator named it. */
function screenHere(office: TestOffice, name: string, face: Face): string {
  const { terminalId } = office.app.terminals.enrol().terminal
  office.app.registry.change(terminalId, { name, face }, office.caller('administrator'))
  return terminalId
}

async function ended({ child }: ProcessHost): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

function damage(folder: string): void {
  const file = join(folder, databaseFileName)
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0xa5, 4096, 4096 * 8))
}

/** What the way back says where the office was served once, with such a screen, and then damaged. */
async function wayBack(face: Face) {
  const office = testOffice({ folder: temporaryFolder() })
  screenHere(office, 'By the door', face)
  await office.close()
  await ended(await serveProcess(office.folder))
  damage(office.folder)
  const host = await serveProcess(office.folder)
  onTestFinished(() => host.kill())
  const client: ContractRouterClient<typeof recoveryContract> = createORPCClient(
    new RPCLink({ url: new URL('/rpc', host.address).href, headers: { origin: new URL(host.address).origin } }),
  )
  const elsewhere = temporaryFolder()
  const seen = { before: await client.recovery.state(), after: await client.recovery.look({ folder: elsewhere }) }
  return { ...seen, elsewhere }
}

describe('the way back to a backup at the Node host', () => {
  it('keeps to this office’s own backups in their own folder where a screen here is a kiosk', async () => {
    const { before, after } = await wayBack('kiosk')
    expect(before).toMatchObject({ why: 'corrupt', fixed: true })
    expect(after).toMatchObject({ fixed: true, folder: null })
  })

  it('looks wherever it is told to where none is', async () => {
    const { before, after, elsewhere } = await wayBack('desk')
    expect(before).toMatchObject({ why: 'corrupt', fixed: false })
    expect(after).toMatchObject({ folder: elsewhere })
  })
})

describe('whether a screen of this computer is a kiosk', () => {
  it('is noted with the office’s word, and again once that changes', async () => {
    const office = testOffice()
    const isNoted = (): boolean =>
      noteKioskHere(office.folder, office.app) && existsSync(join(office.folder, 'kiosk-here'))
    const terminalId = screenHere(office, 'By the door', 'kiosk')
    expect(isNoted()).toBe(true)
    office.app.registry.change(terminalId, { name: 'By the door', face: 'desk' }, office.caller('administrator'))
    expect(isNoted()).toBe(false)
    screenHere(office, 'In the hall', 'kiosk')
    expect(isNoted()).toBe(true)
  })

  it('does not count those of other computers, nor one that was sent away', () => {
    const office = testOffice()
    const { terminalId } = office.app.terminals.enrol().terminal
    const paired = office.app.officeData.db.prepare(`UPDATE terminal SET face = 'kiosk', paired_at_ms = 1 WHERE id = ?`)
    paired.run(terminalId)
    expect(office.app.registry.hasLocalKiosk()).toBe(false)
    const here = screenHere(office, 'By the door', 'kiosk')
    expect(office.app.registry.hasLocalKiosk()).toBe(true)
    office.app.registry.revoke(here, office.caller('administrator'))
    expect(office.app.registry.hasLocalKiosk()).toBe(false)
  })

  it('stays as it was known where the office cannot be asked', async () => {
    const office = testOffice()
    screenHere(office, 'By the door', 'kiosk')
    expect(noteKioskHere(office.folder, office.app)).toBe(true)
    await office.close()
    expect(noteKioskHere(office.folder, office.app)).toBe(false)
    expect(existsSync(join(office.folder, 'kiosk-here'))).toBe(true)
  })
})
