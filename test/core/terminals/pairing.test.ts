import { describe, expect, it } from 'vitest'
import { codeLifeMs } from '../../../src/core/terminals/pairing-rules.ts'
import type { Caller } from '../../../src/core/visits/caller.ts'
import { type TestOffice, testOffice } from '../../support/office.ts'

const chrome = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36'
const away = (address: string) => ({ address, local: false })

/** A new screen at this address, with a cookie of its own. */
const screenAt = (nth: number, address = '192.0.2.10') => ({
  credential: String(nth).padStart(43, 'w'),
  address,
  userAgent: chrome,
})

async function withChief(): Promise<{ office: TestOffice; chief: Caller }> {
  const office = testOffice()
  const chief = await office.addStaff({ name: 'Chief', role: 'administrator', pin: '2580' })
  return { office, chief: { ...office.caller(), staff: chief } }
}

function codeOf(office: TestOffice, nth: number, address?: string): string {
  const state = office.app.pairings.ask(screenAt(nth, address))
  if (state.state !== 'waiting') throw new Error(state.state)
  return state.code
}

const actions = (office: TestOffice): string[] =>
  office.app.officeData.db
    .prepare<[], { action: string }>(`SELECT action FROM audit WHERE action LIKE 'terminal.%' ORDER BY seq`)
    .all()
    .map(({ action }) => action)

const letIn = (office: TestOffice, chief: Caller, code: string, name = 'Window 2') =>
  office.app.pairings.letIn({ code, name, face: 'kiosk' }, chief)

describe('a new screen', () => {
  it('shows one code of eight clear characters, the same as often as it asks', async () => {
    const { office } = await withChief()
    const code = codeOf(office, 1)
    expect(code).toMatch(/^[CDFHJKMNPRTWXY34679]{8}$/)
    expect(codeOf(office, 1)).toBe(code)
    expect(codeOf(office, 2)).not.toBe(code)
    expect(office.app.pairings.waiting()[0]).toMatchObject({
      remoteAddress: '192.0.2.10',
      browser: 'Chrome on Android',
    })
  })

  it('gets a credential that it alone learns, once an administrator typed its code', async () => {
    const { office, chief } = await withChief()
    const code = codeOf(office, 1)
    expect(office.app.pairings.claim(screenAt(1).credential)).toBeNull()
    expect(letIn(office, chief, code)).toMatchObject({ outcome: 'done' })
    expect(office.app.pairings.ask(screenAt(1))).toEqual({ state: 'let_in' })
    expect(office.app.terminals.recognise(screenAt(1).credential, away('192.0.2.10'))).toBeNull()
    const claimed = office.app.pairings.claim(screenAt(1).credential)
    expect(claimed?.terminal.face).toBe('kiosk')
    const known = office.app.terminals.recognise(claimed?.credential ?? '', away('192.0.2.10'))
    expect(known).toEqual(claimed?.terminal)
    expect(office.app.pairings.claim(screenAt(1).credential)).toBeNull()
    expect(office.app.registry.list(chief)[0]).toMatchObject({
      name: 'Window 2',
      face: 'kiosk',
      origin: 'paired',
      pairedByName: 'Chief',
      remoteAddress: '192.0.2.10',
    })
    const stored = JSON.stringify(office.app.officeData.db.prepare('SELECT * FROM terminal, pairing').all())
    expect(stored).not.toContain(claimed?.credential)
  })

  it('may claim again while the answer may have been lost, and the former credential is dead then', async () => {
    const { office, chief } = await withChief()
    letIn(office, chief, codeOf(office, 1))
    const lost = office.app.pairings.claim(screenAt(1).credential)
    const again = office.app.pairings.claim(screenAt(1).credential)
    expect(office.app.terminals.recognise(lost?.credential ?? '', away('192.0.2.10'))).toBeNull()
    expect(office.app.terminals.recognise(again?.credential ?? '', away('192.0.2.10'))).not.toBeNull()
  })

  it('loses its code after ten minutes, and the place of a screen let in that never came back', async () => {
    const { office, chief } = await withChief()
    const old = codeOf(office, 1)
    office.time.pass(codeLifeMs)
    expect(letIn(office, chief, old)).toEqual({ outcome: 'refused', reason: 'unknown_code' })
    const fresh = codeOf(office, 1)
    expect(fresh).not.toBe(old)
    letIn(office, chief, fresh)
    office.time.pass(codeLifeMs)
    expect(office.app.pairings.claim(screenAt(1).credential)).toBeNull()
  })

  it('finds its code dead after five wrong ones, each of them on the audit trail', async () => {
    const { office, chief } = await withChief()
    const code = codeOf(office, 1)
    for (let nth = 0; nth < 5; nth += 1) {
      expect(letIn(office, chief, 'CCCCCCCC')).toEqual({ outcome: 'refused', reason: 'unknown_code' })
    }
    expect(letIn(office, chief, code)).toEqual({ outcome: 'refused', reason: 'unknown_code' })
    expect(actions(office).filter((action) => action === 'terminal.pairing_refused')).toHaveLength(6)
  })

  it('is one of five from one place and of fifty in all', async () => {
    const { office } = await withChief()
    for (let nth = 0; nth < 5; nth += 1) codeOf(office, nth, `2001:db8:0:1::${nth + 1}`)
    expect(office.app.pairings.ask(screenAt(9, '2001:db8:0:1:ffff::9'))).toMatchObject({ state: 'full' })
    for (let nth = 0; nth < 45; nth += 1) codeOf(office, 100 + nth, `192.0.2.${nth}`)
    expect(office.app.pairings.ask(screenAt(999, '198.51.100.1'))).toMatchObject({ state: 'full' })
    office.time.pass(codeLifeMs)
    expect(office.app.pairings.ask(screenAt(999, '198.51.100.1'))).toMatchObject({ state: 'waiting' })
  })
})

describe('the register of terminals', () => {
  it('keeps names apart, changes them, and writes each step down', async () => {
    const { office, chief } = await withChief()
    const first = letIn(office, chief, codeOf(office, 1))
    const code = codeOf(office, 2)
    expect(letIn(office, chief, code, 'window 2')).toEqual({ outcome: 'refused', reason: 'name_taken' })
    const second = letIn(office, chief, code, 'Window 3')
    if (first.outcome !== 'done' || second.outcome !== 'done') throw new Error('not let in')
    const as = (name: string) => office.app.registry.change(second.terminalId, { name, face: 'desk' }, chief)
    expect([as('Window 2').outcome, as('Window 3').outcome, as('Hall').outcome]).toEqual(['refused', 'done', 'done'])
    expect(office.app.registry.revoke(first.terminalId, chief)).toEqual({ outcome: 'done' })
    expect(office.app.registry.revoke(first.terminalId, chief)).toMatchObject({ reason: 'gone' })
    expect(as('Window 2')).toEqual({ outcome: 'done' })
    expect(actions(office)).toEqual([
      'terminal.paired',
      'terminal.paired',
      'terminal.changed',
      'terminal.changed',
      'terminal.revoked',
      'terminal.changed',
    ])
  })

  it('ends everything of a revoked terminal: credential, sign-in, open visits; never the one that asks', async () => {
    const { office, chief } = await withChief()
    const made = letIn(office, chief, codeOf(office, 1))
    if (made.outcome !== 'done') throw new Error(made.reason)
    const { credential = '' } = office.app.pairings.claim(screenAt(1).credential) ?? {}
    const { visit } = await visitAt(office, made)
    const ended: string[] = []
    office.app.terminals.onSignInOver((terminalId) => ended.push(terminalId))
    expect(office.app.registry.revoke(chief.terminalId, chief)).toMatchObject({ reason: 'own_terminal' })
    expect(office.app.registry.revoke(made.terminalId, chief)).toEqual({ outcome: 'done' })
    expect(ended).toEqual([made.terminalId])
    expect(office.app.terminals.recognise(credential, away('192.0.2.10'))).toBeNull()
    expect(office.app.visits.openHere(visit, made.terminalId)).toBeNull()
    const row = office.app.officeData.db.prepare('SELECT ended_how FROM visit WHERE id = ?').get(visit)
    expect(row).toEqual({ ended_how: 'abandoned' })
  })
})

async function visitAt(office: TestOffice, at: { terminalId: string; label: string }) {
  const caller: Caller = { terminalId: at.terminalId, terminalLabel: at.label, staff: null }
  const who = office.addCustomer()
  const sent = office.app.verification.start(caller, {
    customerId: who.customerId,
    contactId: who.contactId('email'),
    channel: 'email',
  })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const verified = office.app.verification.verify(caller, {
    challengeId: sent.challenge.challengeId,
    code: await office.lastCode(),
  })
  if (verified.outcome !== 'verified') throw new Error(verified.outcome)
  return { visit: verified.visitId }
}

describe('a credential at another address', () => {
  it('of a screen of this machine is nobody; of a paired one keeps the terminal and loses the person', async () => {
    const { office, chief } = await withChief()
    const own = office.app.terminals.enrol()
    expect(office.app.terminals.recognise(own.credential)).not.toBeNull()
    expect(office.app.terminals.recognise(own.credential, away('192.0.2.10'))).toBeNull()

    const made = letIn(office, chief, codeOf(office, 1, '2001:db8::10'))
    const { credential = '' } = office.app.pairings.claim(screenAt(1).credential) ?? {}
    const ended: string[] = []
    office.app.terminals.onSignInOver((terminalId) => ended.push(terminalId))
    const at = (address: string) => office.app.terminals.recognise(credential, away(address))
    if (made.outcome !== 'done') throw new Error(made.reason)
    expect(at('2001:db8::10')?.label).toBe(made.label)
    // IPv6 machines change the second half of their address by themselves.
    expect(at('2001:db8::beef')?.label).toBe(made.label)
    expect(ended).toEqual([])
    expect(at('192.0.2.66')).not.toBeNull()
    expect(ended).toHaveLength(1)
    expect(actions(office).at(-1)).toBe('terminal.moved')
  })
})
