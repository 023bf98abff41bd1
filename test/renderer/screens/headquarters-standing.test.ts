import { describe, expect, it } from 'vitest'
import { type MeetingSummary, meetingTrouble } from '../../../src/contract/headquarters.ts'
import { bannerKind, standingOf } from '../../../src/renderer/screens/headquarters/standing.ts'

const well: MeetingSummary = {
  joined: true,
  meeting: false,
  lastMetAtMs: 1,
  waiting: 0,
  oldestWaitingAtMs: null,
  parked: 0,
  trouble: null,
  clockOffsetMs: 0,
}

describe('the banner of headquarters', () => {
  it('tells everybody that no meeting comes about', () => {
    for (const trouble of meetingTrouble.options)
      for (const isAdministrator of [false, true])
        expect(bannerKind({ ...well, trouble }, isAdministrator), trouble).toBe(
          trouble === 'unreachable' ? 'offline' : 'stopped',
        )
    expect(bannerKind({ ...well, trouble: 'unreachable', joined: false }, true)).toBeNull()
    expect(bannerKind(well, true)).toBeNull()
  })

  it('warns of a clock that is wrong by more than two minutes, to either side', () => {
    expect(bannerKind({ ...well, clockOffsetMs: 120_001 }, true)).toBe('clock')
    expect(bannerKind({ ...well, clockOffsetMs: -120_001 }, true)).toBe('clock')
    expect(bannerKind({ ...well, clockOffsetMs: -120_000 }, true)).toBeNull()
    expect(bannerKind({ ...well, clockOffsetMs: null }, true)).toBeNull()
    expect(bannerKind({ ...well, clockOffsetMs: 300_000 }, false)).toBeNull()
  })
})

describe('the indicator', () => {
  it('says first what is under way, then what is wrong, then what waits', () => {
    expect(standingOf({ ...well, meeting: true, trouble: 'unreachable', waiting: 3 })).toBe('meeting')
    expect(standingOf({ ...well, trouble: 'unreachable', waiting: 3 })).toBe('offline')
    expect(standingOf({ ...well, trouble: 'revoked', waiting: 3 })).toBe('trouble')
    expect(standingOf({ ...well, waiting: 3, parked: 1 })).toBe('parked')
    expect(standingOf({ ...well, parked: 1 })).toBe('parked')
    expect(standingOf({ ...well, waiting: 3 })).toBe('waiting')
    expect(standingOf(well)).toBe('synced')
  })
})
