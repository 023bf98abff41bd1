import { describe, expect, it } from 'vitest'
import { done, failed } from '../../../src/core/kernel/outcome.ts'
import { askEveryMs } from '../../../src/core/update/service.ts'
import { openVisit } from '../../support/office.ts'
import { release, updating } from './updating.ts'

describe('keeping the terminal up to date', () => {
  it('asks a little after the start, not at once, and every six hours then', async () => {
    const { updates, hand, waiting, ring } = updating()
    hand.latest = done(release('1.0.0'))
    updates.start()
    expect(waiting).toHaveLength(1)
    expect(waiting[0]?.ms).toBeGreaterThanOrEqual(60_000)
    expect(waiting[0]?.ms).toBeLessThan(11 * 60_000)
    expect(updates.state().checkedAtMs).toBeNull()
    await ring()
    expect(updates.state()).toMatchObject({ step: { kind: 'current' } })
    expect(updates.state().checkedAtMs).not.toBeNull()
    expect(waiting.map(({ ms }) => ms)).toEqual([askEveryMs])
  })

  it('waits while a visit is open, then backs up and installs', async () => {
    const { office, updates, hand, did, ring } = updating({ hour: 20 })
    hand.latest = done(release('1.1.0'))
    const { caller, visit } = await openVisit(office)
    expect((await updates.check()).step).toEqual({ kind: 'ready', offered: '1.1.0', waitingFor: ['visit_open'] })
    expect(updates.install('chief')).toEqual({ outcome: 'refused', waitingFor: ['visit_open'] })
    office.time.pass(20 * 60_000)
    await ring()
    expect(did).toEqual(['download 1.1.0'])
    const row = office.app.visits.openHere(visit.id, caller.terminalId)
    if (row === null) throw new Error('closed')
    office.app.visits.finish(row, 'finished', caller)
    await ring()
    expect(did).toEqual(['download 1.1.0', 'backup', 'install'])
    expect(updates.state().step).toEqual({ kind: 'installing', offered: '1.1.0' })
    const trail = office.app.officeData.db.prepare(
      `SELECT actor, detail FROM audit WHERE action = 'office.update_started'`,
    )
    expect(trail.all()).toEqual([{ actor: 'system', detail: '{"from":"1.0.0","to":"1.1.0"}' }])
  })

  it('installs in working hours, or where the system asks a person, by a press only', async () => {
    for (const setup of [{ hour: 12 }, { hour: 22, unattended: false }]) {
      const { updates, hand, did, ring, settled } = updating(setup)
      hand.latest = done(release('1.1.0'))
      await updates.check()
      await ring()
      expect(did).toEqual(['download 1.1.0'])
      expect(updates.install('chief')).toEqual({ outcome: 'started' })
      expect(updates.install('chief')).toEqual({ outcome: 'refused', waitingFor: [] })
      await settled()
      expect(did).toEqual(['download 1.1.0', 'backup', 'install'])
    }
  })

  it('waits for an import, and does not install without a backup', async () => {
    const { updates, hand, did, log, settled } = updating({ backup: false })
    hand.latest = done(release('1.1.0'))
    await updates.check()
    hand.transferring = true
    expect(updates.install('chief')).toMatchObject({ waitingFor: ['transfer_under_way'] })
    hand.transferring = false
    updates.install('chief')
    await settled()
    expect(did).toEqual(['download 1.1.0', 'backup'])
    expect(updates.state().step).toMatchObject({ kind: 'refused', why: 'backup_failed', offered: '1.1.0' })
    expect(log.at(-1)).toContain('could not be backed up')
  })

  it('refuses an older one, another channel’s, another processor’s and a wrong file, and says each in the log', async () => {
    const { updates, hand, did, log } = updating()
    hand.latest = done(release('0.9.0'))
    expect((await updates.check()).step).toMatchObject({ kind: 'refused', why: 'downgrade', offered: '0.9.0' })
    hand.latest = done(release('1.1.0-beta.1'))
    expect((await updates.check()).step).toMatchObject({ kind: 'refused', why: 'wrong_channel' })
    const other = [{ name: 'Counterfoil-1.1.0-win-arm64-setup.exe', sha512: 'x', bytes: 1 }]
    hand.latest = done({ ...release('1.1.0'), files: other })
    expect((await updates.check()).step).toMatchObject({ kind: 'refused', why: 'wrong_processor', offered: '1.1.0' })
    expect(did).toEqual([])
    hand.latest = done(release('1.1.0'))
    hand.download = 'wrong_file'
    expect((await updates.check()).step).toMatchObject({ kind: 'refused', why: 'wrong_file' })
    expect(log).toHaveLength(4)
    hand.latest = done(release('1.1.0', 0))
    expect((await updates.check()).step).toEqual({ kind: 'not_yet', offered: '1.1.0' })
  })

  it('keeps what is ready through a lost line, drops what was withdrawn, and downloads nothing twice', async () => {
    const { updates, hand, did } = updating()
    hand.latest = done(release('1.1.0'))
    await updates.check()
    hand.latest = failed('unreachable')
    expect((await updates.check()).step).toMatchObject({ kind: 'ready', offered: '1.1.0' })
    hand.latest = done(release('1.1.0'))
    expect((await updates.check()).step).toMatchObject({ kind: 'ready', offered: '1.1.0' })
    expect(did).toEqual(['download 1.1.0'])
    hand.latest = failed('signature_wrong')
    expect((await updates.check()).step).toMatchObject({ kind: 'refused', why: 'signature_wrong' })
    expect(updates.install('chief')).toEqual({ outcome: 'refused', waitingFor: [] })
  })

  it('keeps its place in a rollout', async () => {
    const { office, updates, hand } = updating()
    const kept = office.app.officeData.db.prepare(`SELECT value FROM setting WHERE key = 'update.installId'`)
    hand.latest = done(release('1.1.0', 0))
    await updates.check()
    const made = kept.get()
    expect(made).toBeDefined()
    await updates.check()
    expect(kept.get()).toEqual(made)
    // The settings of the office, read anew, bear with it.
    expect(office.app.settings.get().officeName).toBe('Test Office')
  })

  it('is off, and says so, in a host that comes with its package', () => {
    const { office } = updating()
    expect(office.app.updates.state()).toEqual({
      version: expect.any(String),
      channel: 'latest',
      checkedAtMs: null,
      step: { kind: 'off', why: 'elsewhere' },
    })
  })
})
