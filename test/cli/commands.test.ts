import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { mailServer } from '../support/mail-server.ts'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { runCommand, serveProcess } from '../support/process-host.ts'
import { smtpPeer } from '../support/smtp-peer.ts'

const oneLine = (text: string): boolean => text.trim().split('\n').length === 1

describe('wrong usage', () => {
  it.each([
    [[]],
    [['fly']],
    [['serve', '--port', 'many']],
    [['serve', '--port', '70000']],
    [['serve', '--bogus']],
    [['serve', 'extra']],
    [['serve', '--host', 'example.org']],
    [['serve', '--host', '0.0.0.0', '--cert', 'c.pem']],
    [['import', 'cats', 'x.csv']],
    [['import', 'customers']],
    [['export', 'customers']],
    [['backup']],
    [['restore']],
    [['send-test', 'pigeon', 'x']],
    [['send-test', 'email', 'nobody']],
    [['doctor', 'who']],
    [['sync', 'now']],
    [['sync', '--once', '--status']],
    [['audit']],
    [['serve', '--data']],
    [['import', 'customers', 'x.csv', '--region', 'Narnia']],
  ])('%j is refused with exit code 2 and one line', async (args) => {
    const result = await runCommand(args, { COUNTERFOIL_DATA: join(temporaryFolder(), 'data') })
    expect([result.code, result.out]).toEqual([2, ''])
    expect(oneLine(result.err)).toBe(true)
  })
})

describe('serve', () => {
  it('refuses a second instance on the same data, and says where the first one is', async () => {
    const folder = temporaryFolder()
    const first = await serveProcess(folder, {}, ['--demo'])
    onTestFinished(() => first.kill())
    const second = await runCommand(['serve', '--port', '0', '--data', folder])
    expect(second.code).toBe(1)
    expect(second.err).toContain('already running')
    expect(second.err).toContain(first.address)
    expect(oneLine(second.err)).toBe(true)
    await first.kill()
    const third = await serveProcess(folder)
    await third.kill()
  })

  it('says so where the port is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void taken.close())
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const result = await runCommand(['serve', '--port', String(port), '--data', temporaryFolder()])
    expect(result.code).toBe(1)
    expect(result.err).toContain(`Port ${port} is in use`)
    expect(oneLine(result.err)).toBe(true)
  })

  it('says so where the data folder is a file', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const result = await runCommand(['serve', '--port', '0', '--data', join(folder, 'file')])
    expect(result.code).toBe(1)
    expect(oneLine(result.err)).toBe(true)
  })

  it('says so where the folder cannot be written to', async () => {
    // The kernel's own file systems refuse even root, as a read-only disk would.
    const results = await Promise.all(
      ['/proc/counterfoil', '/sys/counterfoil'].map((folder) => runCommand(['serve', '--data', folder])),
    )
    for (const result of results) {
      expect(result.code).toBe(1)
      expect(result.err).toMatch(/cannot be written to|could not be made/)
      expect(oneLine(result.err)).toBe(true)
    }
  })

  it('ends with exit code 0 when asked to stop', async () => {
    const host = await serveProcess(temporaryFolder())
    const ended = new Promise<number | null>((resolve) => host.child.once('exit', (code) => resolve(code)))
    host.child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})

describe('backup and restore', () => {
  it('bring the office back, keep what was there, and never use a receipt number again', async () => {
    const folder = temporaryFolder()
    const office = testOffice({ folder })
    office.addCustomer({ accountNo: 'B-1' })
    const { terminal } = office.app.terminals.enrol()
    const before = office.app.officeData.transact(() => office.app.terminals.takeReceiptNumber(terminal.terminalId))
    const target = join(temporaryFolder(), 'backups')
    const backup = await runCommand(['backup', target, '--data', folder])
    const later = office.app.terminals.enrol().terminal
    const lateNumber = office.app.officeData.transact(() =>
      office.app.terminals.takeReceiptNumber(later.terminalId),
    ).number
    const lateTicket = office.app.terminals.takeTicketNumber(later.terminalId)
    expect([backup.code, backup.err]).toEqual([0, ''])
    const lost = office.app.officeData.transact(() => office.app.terminals.takeReceiptNumber(terminal.terminalId))
    office.addCustomer({ accountNo: 'B-2' })
    await office.close()

    const file = join(target, readdirSync(target)[0] ?? '')
    for (let round = 0; round < 2; round += 1) {
      const restored = await runCommand(['restore', file, '--data', folder])
      expect([restored.code, restored.err]).toEqual([0, ''])
      expect(restored.out).toContain('1 customers')
    }
    expect(readdirSync(folder).some((name) => name.includes('before-restore'))).toBe(true)
    const again = testOffice({ folder, time: office.time, seed: 5 })
    expect(again.app.customerStore.byAccount('B-2')).toBeUndefined()
    const after = again.app.officeData.transact(() => again.app.terminals.takeReceiptNumber(terminal.terminalId))
    expect([before.number, lost.number, after.number]).toEqual(['T1-000001', 'T1-000002', 'T1.3-000001'])
    const enrolled = again.app.terminals.enrol().terminal
    const newNumber = again.app.officeData.transact(() =>
      again.app.terminals.takeReceiptNumber(enrolled.terminalId),
    ).number
    expect([lateNumber, newNumber]).toEqual(['T2-000001', 'T2.3-000001'])
    expect([lateTicket, again.app.terminals.takeTicketNumber(enrolled.terminalId)]).toEqual(['F2-0001', 'F2.3-0001'])
    expect((await runCommand(['audit', 'verify', '--data', folder])).code).toBe(0)
  })

  it('holds no code that could still be used', async () => {
    const folder = temporaryFolder()
    const office = testOffice({
      folder,
      gateways: {
        email: {
          provider: 'down',
          send: async () => ({ result: 'retry', failure: 'unreachable', words: '' }),
          async close() {},
        },
      },
    })
    const who = office.addCustomer()
    office.app.verification.start(office.caller('clerk'), {
      customerId: who.customerId,
      contactId: who.contactId('email'),
      channel: 'email',
    })
    const target = temporaryFolder()
    await runCommand(['backup', target, '--data', folder])
    const bytes = readFileSync(join(target, readdirSync(target)[0] ?? ''))
    const sealed = office.app.officeData.db.prepare<[], { secret: Buffer }>('SELECT secret FROM outbox').get()
    expect(sealed?.secret.length).toBeGreaterThan(20)
    expect(bytes.includes(sealed?.secret ?? Buffer.alloc(1))).toBe(false)

    const elsewhere = temporaryFolder()
    const restored = await runCommand(['restore', join(target, readdirSync(target)[0] ?? ''), '--data', elsewhere])
    expect([restored.code, restored.err]).toEqual([0, ''])
    const { db } = testOffice({ folder: elsewhere, time: office.time, seed: 7 }).app.officeData
    // What was on its way then is not sent a second time, and no old code opens anything.
    expect(db.prepare('SELECT status FROM outbox').all()).toEqual([{ status: 'unconfirmed' }])
    expect(db.prepare('SELECT status, code_hmac FROM challenge').all()).toEqual([
      { status: 'expired', code_hmac: null },
    ])
  })

  it.each([
    ['a missing file', () => '/nowhere/at/all.db', 'does not exist'],
    [
      'a file that is no backup',
      (folder: string) => {
        const file = join(folder, 'x.db')
        writeFileSync(file, 'hello'.repeat(2000))
        return file
      },
      'not a readable',
    ],
  ] as const)('restore refuses %s and changes nothing', async (_, make, words) => {
    const folder = temporaryFolder()
    const office = testOffice({ folder })
    office.addCustomer()
    await office.close()
    const result = await runCommand(['restore', make(temporaryFolder()), '--data', folder])
    expect(result.code).toBe(1)
    expect(result.err).toContain(words)
    expect(oneLine(result.err)).toBe(true)
    expect(testOffice({ folder, seed: 3 }).app.customerStore.any()).toBe(true)
  })

  it('restore refuses while the counter runs', async () => {
    const folder = temporaryFolder()
    const host = await serveProcess(folder, {}, ['--demo'])
    onTestFinished(() => host.kill())
    const target = temporaryFolder()
    expect((await runCommand(['backup', target, '--data', folder])).code).toBe(0)
    const result = await runCommand(['restore', join(target, readdirSync(target)[0] ?? ''), '--data', folder])
    expect(result.code).toBe(1)
    expect(result.err).toContain('already running')
  })
})

describe('send-test', () => {
  it('goes through the provider that was set up on screen, with its secret from the key file', async () => {
    const peer = await smtpPeer({ does: 'accept' })
    onTestFinished(() => peer.close())
    const folder = temporaryFolder()
    const office = testOffice({ folder })
    const { port, username, password } = new URL(peer.url('login'))
    const settings = { ...mailServer, port: Number(port), user: username }
    const secret = decodeURIComponent(password)
    expect(await office.app.delivery.providers.save({ settings, secret }, bySystem)).toMatchObject({ outcome: 'done' })
    await office.close()
    const result = await runCommand(['send-test', 'email', 'a@example.com', '--data', folder])
    expect([result.code, result.err]).toEqual([0, ''])
    expect(peer.mails).toHaveLength(1)
    expect(peer.mails[0]?.raw.toString()).toContain('From: Test Office <desk@office.example>')
  })

  it('sends a real mail and says what the server called it', async () => {
    const peer = await smtpPeer({ does: 'accept' })
    onTestFinished(() => peer.close())
    const result = await runCommand(['send-test', 'email', 'a@example.com', '--data', temporaryFolder()], {
      SMTP_URL: peer.url(),
    })
    expect([result.code, result.err]).toEqual([0, ''])
    expect(result.out).toContain('smtp took the message')
    expect(peer.mails).toHaveLength(1)
  })

  it("says the provider's words and the remedy where the login is refused, with exit code 1", async () => {
    const peer = await smtpPeer({ does: 'refuse_login', said: '5.7.8 Username and Password not accepted' })
    onTestFinished(() => peer.close())
    const result = await runCommand(['send-test', 'email', 'a@example.com', '--data', temporaryFolder()], {
      SMTP_URL: peer.url('login'),
    })
    expect(result.code).toBe(1)
    expect(result.err).toContain('Username and Password not accepted')
    expect(result.err).toContain('app password')
    expect(result.err).not.toContain('sesame')
  })

  it('says so where nothing is configured', async () => {
    const result = await runCommand(['send-test', 'sms', '+919876543210', '--data', temporaryFolder()])
    expect(result.code).toBe(1)
    expect(result.err).toContain('No provider is set for sms')
  })
})

describe('doctor', () => {
  it('finds a whole office well, and a damaged one not', async () => {
    const folder = temporaryFolder()
    const office = testOffice({ folder })
    office.addCustomer()
    await office.close()
    const well = await runCommand(['doctor', '--data', folder])
    expect(well.out).toContain('The database is whole')
    expect(well.out).toContain('The audit trail is whole')
    expect(well.out).toContain(`Log of the counter in ${join(folder, 'logs')}`)
    const file = join(folder, 'counterfoil.db')
    const bytes = readFileSync(file)
    bytes.fill(0xff, 4096 * 3, 4096 * 9)
    writeFileSync(file, bytes)
    const bad = await runCommand(['doctor', '--data', folder])
    expect(bad.code).toBe(1)
    expect(existsSync(file)).toBe(true)
  })
})
