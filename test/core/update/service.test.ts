import { describe, expect, it } from 'vitest'
import type { RefusalReason } from '../../../src/contract/update.ts'
import { done, failed } from '../../../src/core/kernel/outcome.ts'
import type { Release, UpdateHost, UpdateInstaller } from '../../../src/core/update/feed.ts'
import { askEveryMs, updateService } from '../../../src/core/update/service.ts'
import { handTime, openVisit, quietLog, seededChance, testOffice } from '../../support/office.ts'

type Latest = Awaited<ReturnType<Extract<UpdateHost['source'], { feed: unknown }>['feed']['latest']>>

const release = (version: string, stagingPercentage = 100): Release => ({
  version,
  stagingPercentage,
  files: [{ name: `${version}.AppImage`, sha512: version, bytes: 1 }],
})

/** A real office; a feed, an installer and a timer in the test's hand. Twelve o'clock, working hours till eight. */
function updating(options: { unattended?: boolean; hour?: number; backup?: boolean } = {}) {
  const { unattended = true, hour = 12, backup = true } = options
  const office = testOffice({ time: handTime(Date.UTC(2026, 9, 21, hour)) })
  const waiting: { ms: number; run: () => void }[] = []
  const log: string[] = []
  const did: string[] = []
  const hand = {
    latest: failed('unreachable') as Latest,
    download: null as RefusalReason | null,
    transferring: false,
    touchedAgoMs: null as number | null,
    /** What the backup waits for. */
    copying: Promise.resolve(),
    installed: new Promise<never>(() => {}) as ReturnType<UpdateInstaller['install']>,
  }
  const host: UpdateHost = {
    version: '1.0.0',
    channel: 'latest',
    arch: 'x64',
    source: {
      feed: { latest: async () => hand.latest },
      installer: {
        async download({ version }) {
          did.push(`download ${version}`)
          return hand.download === 'wrong_file' ? failed('wrong_file') : done(null)
        },
        async install() {
          did.push('install')
          return hand.installed
        },
      },
    },
    unattended,
    workingHours: { fromMinute: 7 * 60, toMinute: 20 * 60 },
    async beforeInstall() {
      did.push('backup')
      await hand.copying
      return backup ? done(null) : failed({ message: 'disk full' })
    },
    touchedAgoMs: () => hand.touchedAgoMs,
    transferring: () => hand.transferring,
  }
  const updates = updateService({
    ...office.app.officeData,
    chance: seededChance(),
    logger: { ...quietLog, warn: (what) => log.push(what) },
    timers: {
      after(ms, run) {
        const timer = { ms, run }
        waiting.push(timer)
        return () => void waiting.splice(waiting.indexOf(timer), waiting.includes(timer) ? 1 : 0)
      },
      deadline: () => new AbortController().signal,
    },
    host,
  })
  const ring = async (): Promise<void> => {
    for (const { run } of waiting.splice(0)) run()
    await settled()
  }
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return { office, updates, hand, did, log, waiting, ring, settled }
}

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
