/** Milliseconds per keystroke of the search box: queries of all kinds typed letter by letter over the whole register. */
import { buildRegister } from '../../src/app.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { type Bench, benchOffice, inFolder, percentile, rounded } from './measure.ts'
import { person, phoneOf } from './people.ts'

const batch = 2_000

/** What people type at a desk: names in three scripts, name and house, phones, accounts, the middle of words, nothing. */
function queries(rows: number): string[] {
  const some = (nth: number) => person(Math.floor(((nth * 7919) % 997) * (rows / 997)))
  return Array.from({ length: 40 }, (_, nth) => {
    const who = some(nth)
    const [given = '', middle = '', family = ''] = who.name.split(' ')
    return [
      who.name,
      family,
      `${given} ${family}`,
      `${family} ${who.address.split(' ')[0]}`,
      who.address,
      who.ward,
      who.accountNo,
      who.accountNo.slice(3),
      (who.phones[0] ?? '').replace('+91', '0'),
      phoneOf(nth).slice(-6),
      who.emails[0] ?? middle,
      middle.slice(1),
      'road',
      'ar',
      'xqzj',
      `${given.slice(0, 2)} ${family.slice(0, 2)}`,
      'zz 399 lane',
    ]
  }).flat()
}

export const searchBench: Bench = {
  defaultRows: 100_000,
  run: (rows) =>
    inFolder(async (folder) => {
      const office = benchOffice(folder)
      office.settings.change({ region: 'IN', currency: 'INR' }, bySystem)
      const { customers, search } = buildRegister(office)
      for (let from = 0; from < rows; from += batch) {
        office.transact(() => {
          for (let at = from; at < Math.min(rows, from + batch); at += 1) customers.upsert(person(at))
        })
      }
      const samples: number[] = []
      let slowest = { ms: 0, query: '' }
      for (const query of queries(rows)) {
        const letters = [...query]
        for (let length = 2; length <= letters.length; length += 1) {
          const typed = letters.slice(0, length).join('')
          const started = performance.now()
          search.search(typed, 20, 'IN')
          const ms = performance.now() - started
          samples.push(ms)
          if (ms > slowest.ms) slowest = { ms, query: typed }
        }
      }
      office.db.close()
      const all = Float64Array.from(samples)
      return {
        keystrokes: samples.length,
        p50Ms: rounded(percentile(all, 50)),
        p99Ms: rounded(percentile(all, 99)),
        maxMs: rounded(slowest.ms),
        slowest: slowest.query,
      }
    }),
}
