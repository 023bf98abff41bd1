import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskFolder } from '../support/folders.ts'
import {
  type BranchOffice,
  branchOffice,
  type RunningHeadquarters,
  startHeadquarters,
} from '../support/headquarters.ts'
import { expectFacts, expectRegister } from '../support/headquarters-check.ts'
import { killAfter } from '../support/kill-after.ts'
import { handTime } from '../support/office.ts'

const seed = Number(process.env.KILLS_SEED ?? 20_261_121)
const rounds = 6
/** From the beginning of a process until it is killed, ms. */
const longestMs = 900
const steps = fileURLToPath(new URL('../support/branch-steps.ts', import.meta.url))

let headquarters: RunningHeadquarters
beforeAll(async () => {
  headquarters = await startHeadquarters()
})
afterAll(() => headquarters.stop())

/** mulberry32, 0 to 1. */
function chances(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

describe(`three branches as processes of their own, killed ${rounds} times each, and headquarters once in every other round`, () => {
  it('end with every fact at headquarters once, as it is at its branch', { timeout: 300_000 }, async () => {
    console.log(`KILLS_SEED=${seed}`)
    const chance = chances(seed)
    const branches = []
    for (const name of ['north', 'south', 'west']) {
      const at = await headquarters.addBranch(name)
      const folder = diskFolder()
      // Makes it a branch; the processes go on from there.
      await branchOffice(at, { folder, time: handTime(Date.now()) }).close()
      branches.push({ name, at, folder })
    }
    for (let round = 0; round < rounds; round += 1) {
      const instants = branches.map(() => chance() * longestMs)
      const falls = chance() * longestMs
      const branchesDie = branches.map(({ name, at, folder }, nth) =>
        killAfter(steps, [folder, at.url, name], instants[nth] ?? 0),
      )
      const fall = async (): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 600 + falls))
        await headquarters.postgres.kill()
      }
      if (round % 2 === 1) await Promise.all([...branchesDie, fall()])
      else await Promise.all(branchesDie)
      if (round % 2 === 1) await headquarters.revive()
    }
    const offices: BranchOffice[] = []
    for (const [nth, { at, folder }] of branches.entries())
      offices.push(branchOffice(at, { folder, time: handTime(Date.now() + 1_000), seed: nth + 1 }))
    for (const office of offices) {
      const met = await office.meet()
      if (!met.ok) throw new Error(`${met.failure.reason}: ${met.failure.words}`)
      expect(met.value.parked).toBe(0)
      // Nothing that was killed made anyone doubt what was sent.
      expect(met.value.epoch).toBe(1)
      await expectFacts(headquarters.client(), office)
      await expectRegister(headquarters.client(), office)
      const { rows } = await headquarters
        .client()
        .query('SELECT count(*)::integer AS n FROM counterfoil.payment WHERE branch_id = $1', [office.branchId])
      expect(rows[0]?.n).toBeGreaterThan(0)
    }
  })
})
