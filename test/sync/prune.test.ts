import { describe, expect, it } from 'vitest'
import { pruneLog, pruneSql } from '../../src/sync/prune.ts'
import { meetingParts } from '../support/branch-office.ts'
import { handTime, testOffice } from '../support/office.ts'

const dayMs = 24 * 60 * 60_000
const now = Date.UTC(2026, 5, 1)
const most = 500
const lanes = [1, 2, 3] as const
const entities = { 1: 'payment', 2: 'customer', 3: 'visit' } as const

/** An office whose log holds, lane after lane in turn, `old` rows of 31 days ago and `young` ones of yesterday. */
function officeWithLog(old: number, young: number) {
  const office = testOffice({ time: handTime(now) })
  const { db } = office.app.officeData
  const insert = db.prepare(`INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (?, ?, 'x', '{}')`)
  db.transaction(() => {
    db.prepare('DELETE FROM change_log').run()
    for (let nth = 0; nth < old + young; nth += 1)
      for (const lane of lanes) insert.run(now - (nth < old ? 31 : 1) * dayMs, entities[lane])
  })()
  const parts = meetingParts(office, 'postgresql://nowhere')
  const left = (lane: number) =>
    db.prepare<[number], number>('SELECT count(*) FROM change_log WHERE lane = ?').pluck().get(lane)
  const ack = (lane: number, rows: number) =>
    db
      .prepare(
        `UPDATE headquarters_lane SET acked_seq = (SELECT seq FROM change_log WHERE lane = ? ORDER BY seq LIMIT 1 OFFSET ?) WHERE lane = ?`,
      )
      .run(lane, rows - 1, lane)
  /** What each of its own transactions took away, and how often it made way. */
  async function prune() {
    const took: number[] = []
    let ways = 0
    await pruneLog(
      {
        ...parts,
        transact(work) {
          const before = db.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0
          const result = parts.transact(work)
          took.push((db.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0) - before)
          return result
        },
        async makeWay() {
          expect(db.inTransaction).toBe(false)
          ways += 1
        },
      },
      lanes,
    )
    return { took, ways }
  }
  return { db, left, ack, prune }
}

describe('what headquarters has had for long', () => {
  it('goes in chunks of some hundreds, with room for the counter after each; what is young or was not sent stays', async () => {
    const office = officeWithLog(1_300, 50)
    office.ack(1, 1_350)
    office.ack(2, 700)
    const { took, ways } = await office.prune()
    expect(took).toEqual([most, most, 300, most, 200])
    expect(ways).toBe(took.length)
    expect(lanes.map(office.left)).toEqual([50, 650, 1_350])
    expect(await office.prune()).toEqual({ took: [], ways: 0 })
  })

  it('takes no transaction at all where nothing is old enough', async () => {
    const office = officeWithLog(0, 1_000)
    for (const lane of lanes) office.ack(lane, 1_000)
    expect(await office.prune()).toEqual({ took: [], ways: 0 })
  })

  it.each(Object.entries(pruneSql))('is found by an index, never by looking at every row: %s', (_, sql) => {
    const { db } = officeWithLog(0, 1)
    const asked = Array.from({ length: sql.split('?').length - 1 }, () => 1)
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...asked)
    expect(plan.map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/^SEARCH change_log USING (COVERING )?INDEX change_log_by_lane \(lane=\? AND /),
    )
    expect(plan.filter(({ detail }) => /SCAN|TEMP B-TREE/.test(detail))).toEqual([])
  })
})
