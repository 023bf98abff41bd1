import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHours, reasonsToWait, within } from '../../../src/core/update/install-rules.ts'
import { manifestName } from '../../../src/core/update/manifest-proof.ts'
import { offerFor, rolloutPlace } from '../../../src/core/update/offer-rules.ts'
import { filesFor, processorOf } from '../../../src/core/update/processor.ts'
import { compareVersions, isPrerelease, isVersion } from '../../../src/core/update/version.ts'

const sign = (value: number): number => Math.sign(value)

describe('versions', () => {
  it('stand in the order of semver.org', () => {
    const inOrder = [
      '0.9.10',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0-beta.1',
      '2.0.0',
    ]
    for (const [at, left] of inOrder.entries())
      for (const [other, right] of inOrder.entries())
        expect([left, right, sign(compareVersions(left, right))]).toEqual([left, right, sign(at - other)])
  })

  it('are the same either way round, and whatever was built', () => {
    const part = fc.integer({ min: 0, max: 30 })
    const version = fc
      .tuple(part, part, part, fc.option(fc.constantFrom('alpha', 'beta.1', 'beta.2', 'rc.10', '1')))
      .map(([a, b, c, before]) => `${a}.${b}.${c}${before === null ? '' : `-${before}`}`)
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(sign(compareVersions(a, b))).toBe(-sign(compareVersions(b, a)))
        expect(compareVersions(`${a}+build.7`, a)).toBe(0)
      }),
    )
  })

  it('are told from what is none', () => {
    for (const text of ['1.0.0', '1.0.0-beta.1', '10.20.30+x.1']) expect(isVersion(text)).toBe(true)
    for (const text of [
      '',
      '1',
      '1.0',
      'v1.0.0',
      '01.0.0',
      '1.0.0-',
      '1.0.0-01',
      '1.0.0\n',
      `1.0.0-${'a'.repeat(200)}`,
    ])
      expect([text, isVersion(text)]).toEqual([text, false])
    expect([isPrerelease('1.0.0-beta.1'), isPrerelease('1.0.0'), isPrerelease('1.0.0+b')]).toEqual([true, false, false])
  })
})

describe('what is on offer', () => {
  const here = { version: '1.2.0', channel: 'latest', arch: 'x64', installId: 'a' } as const
  const files = [{ name: 'Counterfoil.AppImage', sha512: '', bytes: 1 }]
  const all = (version: string) => ({ version, stagingPercentage: 100, files })
  it('is taken only where it is newer, and of this channel', () => {
    expect(offerFor(here, all('1.2.1'))).toBe('newer')
    expect(offerFor(here, all('1.2.0'))).toBe('current')
    expect(offerFor(here, all('1.1.9'))).toBe('downgrade')
    expect(offerFor(here, all('1.2.0-beta.9'))).toBe('downgrade')
    expect(offerFor(here, all('1.3.0-beta.1'))).toBe('wrong_channel')
    expect(offerFor({ ...here, channel: 'beta' }, all('1.3.0-beta.1'))).toBe('newer')
    expect(offerFor({ ...here, channel: 'beta', version: '1.3.0-beta.1' }, all('1.3.0'))).toBe('newer')
  })

  it('goes to as many of a hundred as it says, and never away from one that had it', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => `terminal-${index}`)
    const taking = (stagingPercentage: number, version = '1.3.0') =>
      ids.filter((installId) => offerFor({ ...here, installId }, { version, stagingPercentage, files }) === 'newer')
    expect([taking(0).length, taking(100).length]).toEqual([0, 2_000])
    expect(taking(25).length / 20).toBeGreaterThan(21)
    expect(taking(25).length / 20).toBeLessThan(29)
    const more = new Set(taking(60))
    expect(taking(25).every((id) => more.has(id))).toBe(true)
    // Other terminals are the first of the next one.
    const next = new Set(taking(25, '1.4.0'))
    expect(taking(25).every((id) => next.has(id))).toBe(false)
    expect(rolloutPlace('a', '1.3.0')).toBe(rolloutPlace('a', '1.3.0'))
  })

  it('is refused where all that it has is for another processor', () => {
    const setups = (...processors: string[]) => ({
      ...all('1.3.0'),
      files: processors.map((arch) => ({ name: `Counterfoil-1.3.0-win-${arch}-setup.exe`, sha512: '', bytes: 1 })),
    })
    expect(offerFor(here, setups('arm64'))).toBe('wrong_processor')
    expect(offerFor({ ...here, arch: 'arm64' }, setups('x64'))).toBe('wrong_processor')
    expect(offerFor(here, setups('arm64', 'x64'))).toBe('newer')
    expect(filesFor('arm64', setups('x64', 'arm64').files).map(({ name }) => name)).toEqual([
      'Counterfoil-1.3.0-win-arm64-setup.exe',
    ])
  })

  it('says its processor in the name of its files, as electron-builder writes them', () => {
    expect(
      [
        'Counterfoil-1.3.0-win-x64-setup.exe',
        'Counterfoil-1.3.0-mac-arm64.zip',
        'Counterfoil-linux-x86_64.AppImage',
        'Counterfoil-1.3.0-linux-amd64.deb',
        'Counterfoil-1.3.0-linux-armv7l.AppImage',
        'Counterfoil.AppImage',
        'box64-tool.exe',
      ].map(processorOf),
    ).toEqual(['x64', 'arm64', 'x64', 'x64', 'arm', null, null])
  })

  it('is asked for by a name of this channel, system and processor alone', () => {
    expect(manifestName('latest', 'win32', 'x64')).toBe('latest.yml')
    expect(manifestName('latest', 'darwin', 'x64')).toBe('latest-mac.yml')
    expect(manifestName('latest', 'linux', 'x64')).toBe('latest-linux.yml')
    expect(manifestName('beta', 'linux', 'arm64')).toBe('beta-linux-arm64.yml')
    const every = (['latest', 'beta'] as const).flatMap((channel) =>
      ['win32', 'darwin', 'linux'].flatMap((system) =>
        ['x64', 'arm64'].map((arch) => manifestName(channel, system, arch)),
      ),
    )
    expect(new Set(every).size).toBe(12)
  })
})

describe('the moment to install', () => {
  const free = {
    visitOpen: false,
    verificationUnderWay: false,
    touchedAgoMs: null,
    triedAgoMs: null,
    paymentUnderWay: false,
    messageUnderWay: false,
    transferUnderWay: false,
    staffAtWork: false,
    minuteOfDay: 22 * 60,
    workingHours: { fromMinute: 7 * 60, toMinute: 20 * 60 },
    unattended: true,
  }
  it('has come where the counter is free and closed', () => {
    expect(reasonsToWait(free, false)).toEqual([])
  })

  it('has not come while anybody is being served, press or no press', () => {
    for (const [fact, reason] of [
      ['visitOpen', 'visit_open'],
      ['verificationUnderWay', 'verification_under_way'],
      ['paymentUnderWay', 'payment_under_way'],
      ['messageUnderWay', 'message_under_way'],
      ['transferUnderWay', 'transfer_under_way'],
    ] as const)
      for (const pressed of [true, false]) expect(reasonsToWait({ ...free, [fact]: true }, pressed)).toEqual([reason])
  })

  it('has not come while somebody may stand before the screen', () => {
    expect(reasonsToWait({ ...free, touchedAgoMs: 5 * 60_000 - 1 }, false)).toEqual(['screen_in_use'])
    expect(reasonsToWait({ ...free, touchedAgoMs: 5 * 60_000 }, false)).toEqual([])
    // Whoever presses touches it.
    expect(reasonsToWait({ ...free, touchedAgoMs: 0 }, true)).toEqual([])
  })

  it('is an administrator’s to choose in working hours, over staff at work, and where the system asks', () => {
    const busy = { ...free, minuteOfDay: 9 * 60, staffAtWork: true, unattended: false }
    expect(reasonsToWait(busy, false)).toEqual(['staff_at_work', 'working_hours', 'needs_person'])
    expect(reasonsToWait(busy, true)).toEqual([])
  })

  it('knows hours that go over midnight', () => {
    const night = readHours('22:00-05:30')
    expect(night).toEqual({ fromMinute: 1_320, toMinute: 330 })
    if (night === null) throw new Error('unread')
    expect([1_319, 1_320, 0, 329, 330].map((minute) => within(night, minute))).toEqual([false, true, true, true, false])
    for (const text of ['', '7-20', '24:00-05:00', '07:60-08:00', '07:00 20:00']) expect(readHours(text)).toBeNull()
  })
})
