/** Many branches against one PostgreSQL: records a second in all, and the longest that a record waited. */
import { join } from 'node:path'
import { buildRegister } from '../../src/app.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { openLink } from '../../src/sync/link.ts'
import { meet } from '../../src/sync/meeting.ts'
import { headquartersStore } from '../../src/sync/store.ts'
import { startHeadquarters } from '../support/headquarters.ts'
import { fillChangeLog } from './change-records.ts'
import { type Bench, benchOffice, inFolder, percentile, rounded } from './measure.ts'

const rounds = 3
/** What a branch does in a busy hour. */
const recordsARound = 500

export const branchesBench: Bench = {
  defaultRows: 200,
  run: (count) =>
    inFolder(async (folder) => {
      const headquarters = await startHeadquarters()
      try {
        const branches = []
        for (let nth = 0; nth < count; nth += 1) {
          const { branchId, url } = await headquarters.addBranch(`b${nth}`)
          const office = benchOffice(join(folder, String(nth)))
          const store = headquartersStore(office.db)
          store.join(branchId, `b${nth}`, 'bench', 1)
          const parts = {
            ...office,
            ...buildRegister(office),
            store,
            monotonicMs: () => performance.now(),
            connect: () => openLink(url),
            makeWay: async () => {},
            cancelled: () => false,
            say: () => {},
            office: { name: 'Bench', currency: 'INR', version: 'bench' },
            by: bySystem,
          }
          branches.push({ office, parts, nextVisit: 0 })
        }
        const lags: number[] = []
        let records = 0
        let seconds = 0
        for (let round = 0; round < rounds; round += 1) {
          for (const branch of branches)
            branch.nextVisit = fillChangeLog(branch.office.db, recordsARound, branch.nextVisit)
          const beganMs = performance.now()
          await Promise.all(
            branches.map(async ({ parts }) => {
              const met = await meet(parts)
              if (!met.ok) throw new Error(met.failure.words)
              records += met.value.records
              lags.push(performance.now() - beganMs)
            }),
          )
          seconds += (performance.now() - beganMs) / 1_000
        }
        for (const { office } of branches) office.db.close()
        const all = Float64Array.from(lags)
        return {
          branches: count,
          records,
          recordsPerSecond: Math.round(records / seconds),
          medianLagSeconds: rounded(percentile(all, 50) / 1_000),
          worstLagSeconds: rounded(percentile(all, 100) / 1_000),
        }
      } finally {
        await headquarters.stop()
      }
    }),
}
