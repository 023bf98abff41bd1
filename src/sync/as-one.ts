/** A part of a transaction that counts as a whole or not at all. */
import type { Db } from '../core/kernel/db.ts'

/** Call what it returns inside a transaction: where `work` throws, nothing of it stays, and the transaction goes on. */
export function asOne(db: Db): <Result>(work: () => Result) => Result {
  const savepoint = db.prepare('SAVEPOINT one')
  const release = db.prepare('RELEASE one')
  const rollBack = db.prepare('ROLLBACK TO one')
  return (work) => {
    savepoint.run()
    try {
      return work()
    } catch (error) {
      // A full disk may have undone the whole transaction by now.
      if (db.inTransaction) rollBack.run()
      throw error
    } finally {
      if (db.inTransaction) release.run()
    }
  }
}
