import { describe, expect, it } from 'vitest'
import { done, failed } from '../../../src/core/kernel/outcome.ts'
import { openVisit } from '../../support/office.ts'
import { release, updating } from './updating.ts'

describe('putting an update in place', () => {
  it('waits for a customer who types the code they were sent, and for one who has touched the screen', async () => {
    const { office, updates, hand, did, ring, settled } = updating({ hour: 22 })
    hand.latest = done(release('1.1.0'))
    hand.touchedAgoMs = 1_000
    await updates.check()
    await ring()
    expect(did).toEqual(['download 1.1.0'])
    hand.touchedAgoMs = 10 * 60_000
    const { customerId, contactId } = office.addCustomer()
    const asking = { customerId, contactId: contactId('email'), channel: 'email' } as const
    const asked = office.app.verification.start(office.caller('clerk'), asking)
    expect(asked).toMatchObject({ outcome: 'sent' })
    await office.lastCode()
    await settled()
    const outbox = office.app.officeData.db.prepare('SELECT DISTINCT status FROM outbox').pluck()
    expect(outbox.all()).toEqual(['taken'])
    expect(updates.state().step).toMatchObject({ waitingFor: ['verification_under_way'] })
    await ring()
    expect(updates.install('chief')).toEqual({ outcome: 'refused', waitingFor: ['verification_under_way'] })
    // The code is dead, and nobody came.
    office.time.pass(5 * 60_000 + 1)
    await ring()
    expect(did).toEqual(['download 1.1.0', 'backup', 'install'])
  })

  it('asks again once the backup is made: a customer who came meanwhile is served first', async () => {
    for (const pressed of [true, false]) {
      const { office, updates, hand, did, ring, settled } = updating({ hour: 22 })
      const copy = Promise.withResolvers<void>()
      hand.copying = copy.promise
      hand.latest = done(release('1.1.0'))
      hand.transferring = pressed
      await updates.check()
      hand.transferring = false
      if (pressed) updates.install('chief')
      expect(did).toEqual(['download 1.1.0', 'backup'])
      expect(updates.isLeaving()).toBe(false)
      const { caller, visit } = await openVisit(office)
      copy.resolve()
      await settled()
      expect(did).toEqual(['download 1.1.0', 'backup'])
      expect(updates.state().step).toEqual({ kind: 'ready', offered: '1.1.0', waitingFor: ['visit_open'] })
      const row = office.app.visits.openHere(visit.id, caller.terminalId)
      if (row === null) throw new Error('closed')
      office.app.visits.finish(row, 'finished', caller)
      await ring()
      expect(did).toEqual(['download 1.1.0', 'backup', 'backup', 'install'])
      expect(updates.isLeaving()).toBe(true)
    }
  })

  it('does not install into a program that is ending', async () => {
    const { updates, hand, did, settled } = updating({ hour: 22 })
    const copy = Promise.withResolvers<void>()
    hand.copying = copy.promise
    hand.latest = done(release('1.1.0'))
    await updates.check()
    updates.stop()
    copy.resolve()
    await settled()
    expect(did).toEqual(['download 1.1.0', 'backup'])
  })

  it('lets people in again where the new version could not be put in place', async () => {
    const { updates, hand, settled } = updating({ hour: 22 })
    const end = Promise.withResolvers<Awaited<typeof hand.installed>>()
    hand.installed = end.promise
    hand.latest = done(release('1.1.0'))
    await updates.check()
    await settled()
    expect(updates.isLeaving()).toBe(true)
    end.resolve(failed('install_failed'))
    await settled()
    expect(updates.isLeaving()).toBe(false)
  })

  it('tries a version that could not be put in place once a day by itself, also after a new start', async () => {
    const { office, updates, opened, hand, did, ring, settled } = updating({ hour: 22 })
    hand.installed = Promise.resolve(failed('install_failed'))
    hand.latest = done(release('1.1.0'))
    await updates.check()
    await settled()
    expect(did).toEqual(['download 1.1.0', 'backup', 'install'])
    expect(updates.state().step).toMatchObject({ kind: 'refused', why: 'install_failed' })
    const after = opened()
    for (const each of [updates, after]) expect((await each.check()).step).toMatchObject({ kind: 'ready' })
    office.time.pass(23 * 60 * 60_000)
    await ring()
    expect(did.filter((what) => what === 'install')).toHaveLength(1)
    // A person may, and so may another version.
    expect(after.install('chief')).toEqual({ outcome: 'started' })
    await settled()
    expect(did.filter((what) => what === 'install')).toHaveLength(2)
    office.time.pass(24 * 60 * 60_000)
    await ring()
    expect(did.filter((what) => what === 'install')).toHaveLength(3)
    hand.latest = done(release('1.1.1'))
    await after.check()
    await settled()
    expect(did.filter((what) => what === 'install')).toHaveLength(4)
  })

  it('closes nothing for a program that may not be replaced', async () => {
    const { updates, hand, did, settled } = updating({ hour: 22 })
    hand.replaceable = false
    hand.latest = done(release('1.1.0'))
    await updates.check()
    await settled()
    expect(did).toEqual(['download 1.1.0'])
    expect(updates.isLeaving()).toBe(false)
    expect(updates.state().step).toMatchObject({ kind: 'refused', why: 'install_failed' })
  })
})
