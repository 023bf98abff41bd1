import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openConnection } from '../../../src/storage/database.ts'
import { wayMaker } from '../../../src/storage/transfers/make-way.ts'
import { progressLine } from '../../../src/storage/transfers/progress-line.ts'
import { progressMeter } from '../../../src/storage/transfers/progress-meter.ts'
import type { TransferProgress } from '../../../src/storage/transfers/transfer.ts'
import { csvOffice } from '../../support/csv-transfers.ts'

const running: TransferProgress = {
  state: 'running',
  rows: 45_000,
  added: 44_880,
  changed: 0,
  unchanged: 0,
  rejected: 120,
  fraction: 0.456,
  rowsPerSecond: 12_300,
  secondsLeft: 8,
  failure: null,
  rejects: [],
}

describe('the bar', () => {
  it('shows how far, how fast, how long and how many were rejected', () => {
    expect(progressLine(running, 62)).toBe('[######.........]  45 %  12,300 rows/s  8 s left  120 rejected')
    expect(progressLine({ ...running, secondsLeft: 300, rejected: 0 }, 200)).toMatch(/^\[#{13}\.{17}\] .* 5 min left$/)
    expect(progressLine({ ...running, state: 'done', fraction: 1, secondsLeft: null }, 80)).toContain('100 %')
  })

  it('never shows 100 % before the end, and keeps within the width', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 200 }), (fraction, width) => {
        const line = progressLine({ ...running, fraction }, width)
        expect(line.length).toBeLessThanOrEqual(width)
        expect(line).not.toContain('100 %')
      }),
    )
  })
})

describe('progress', () => {
  it('is said five times a second at most, and adds up', () => {
    let nowMs = 0
    const said: TransferProgress[] = []
    const meter = progressMeter(
      () => nowMs,
      (progress) => said.push(progress),
    )
    const reject = { row: 2, column: 'name', value: '', reason: 'must not be blank' }
    for (let batch = 1; batch <= 100; batch += 1) {
      nowMs += 50
      meter.add({ rows: 500, added: 490, changed: 5, unchanged: 3, rejects: [reject, reject] }, batch / 200)
    }
    expect(said).toHaveLength(25)
    expect(said.at(-1)).toMatchObject({
      rows: 50_000,
      rejected: 200,
      fraction: 0.5,
      rowsPerSecond: 10_000,
      secondsLeft: 5,
    })
    const end = meter.end('done', null)
    expect(end).toMatchObject({ state: 'done', added: 49_000, fraction: 1, secondsLeft: null })
    expect(end.rejects).toHaveLength(100)
  })
})

describe('an import makes way', () => {
  it('a little when alone, much while others write', async () => {
    const test = csvOffice('IN')
    const counter = openConnection(join(test.folder, 'counterfoil.db'))
    const paused: number[] = []
    let nowMs = 0
    const makeWay = wayMaker(test.office.db, {
      monotonicMs: () => nowMs,
      pause: async (ms) => {
        paused.push(ms)
      },
    })
    await makeWay(40)
    counter.exec(`INSERT INTO setting (key, value) VALUES ('x', '1')`)
    await makeWay(40)
    nowMs += 60_000
    await makeWay(40)
    expect(paused).toEqual([4, 30, 4])
    counter.close()
  })
})
