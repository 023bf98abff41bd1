/** The one database handle core's stores write their SQL against. better-sqlite3 stays synchronous. */
import type Database from 'better-sqlite3'

export type Db = Database.Database

/** Runs `work` in one IMMEDIATE transaction: the fact, its change-log row and its audit row commit together or not at all. */
export type Transact = <Result>(work: () => Result) => Result

export function transactor(db: Db): Transact {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  return (work) => {
    if (db.inTransaction) return work()
    begin.run()
    try {
      const result = work()
      commit.run()
      return result
    } catch (error) {
      if (db.inTransaction) rollback.run()
      throw error
    }
  }
}
