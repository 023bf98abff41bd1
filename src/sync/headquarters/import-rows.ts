/** Takes rows of a file into headquarters' tables for one branch: a batch is one transaction, with the branch's feed in it. */
import type { Outcome } from '../../core/kernel/outcome.ts'
import type { Cells } from '../../core/transfers/columns.ts'
import type { BatchResult, FileRow } from '../../core/transfers/import-batch.ts'
import { fault, type Reject, type RowFault } from '../../core/transfers/row-fault.ts'
import type { SeenKeys } from '../../core/transfers/seen-keys.ts'
import { type Client, inTransaction } from '../link.ts'

/** Stands in the stamps of what headquarters writes. */
export const headquartersNode = 'hq'

export type Taken = 'added' | 'changed' | 'unchanged'

export interface FedBranch {
  readonly client: Client
  readonly branchId: string
}

/** One record of a batch, to be answered in place. */
export interface Asked<Record> {
  readonly row: number
  readonly record: Record
}

export interface ImportSteps<Column extends string, Record extends object> {
  readonly keyColumn: NoInfer<Column>
  parse(cells: Cells<Column>): Outcome<Record, RowFault>
  keyOf(record: Record): string
  /** Writes those whose key comes first in the file. Answers in their order. Inside the transaction. */
  save(asked: readonly Asked<Record>[]): Promise<readonly Outcome<Taken, RowFault>[]>
}

/** Rejects with what PostgreSQL or the network said; what was committed before stays, and the same file goes on from there. */
export function rowTaker<Column extends string, Record extends object>(
  { client }: FedBranch,
  seen: SeenKeys,
  steps: ImportSteps<Column, Record>,
) {
  return {
    async take(rows: readonly FileRow<Column>[]): Promise<BatchResult> {
      const counts = { added: 0, changed: 0, unchanged: 0 }
      const rejects: Reject[] = []
      const asked: Asked<Record>[] = []
      for (const { row, cells } of rows) {
        const read = cells.ok ? steps.parse(cells.value) : cells
        if (!read.ok) {
          rejects.push({ row, ...read.failure })
          continue
        }
        const key = steps.keyOf(read.value)
        const earlier = seen.note(key, row, read.value)
        if (earlier === null) asked.push({ row, record: read.value })
        else if (earlier.same) counts.unchanged += 1
        else {
          const said = fault(steps.keyColumn, key, `already in row ${earlier.row}, where it says something else`)
          rejects.push({ row, ...said.failure })
        }
      }
      const answers = asked.length === 0 ? [] : await inTransaction(client, () => steps.save(asked))
      for (const [at, { row, record }] of asked.entries()) {
        const taken = answers[at]
        if (taken === undefined) throw new Error('a row was not answered')
        if (taken.ok) counts[taken.value] += 1
        else {
          seen.forget(steps.keyOf(record))
          rejects.push({ row, ...taken.failure })
        }
      }
      return { rows: rows.length, ...counts, rejects: rejects.sort((a, b) => a.row - b.row) }
    },
  }
}

/** Puts what was written into the feed of the branch, and of those that serve these customers too, in the order of the branches. */
export async function feed(
  { client, branchId }: FedBranch,
  kind: 'customer' | 'bill',
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const sharing =
    kind === 'bill'
      ? []
      : (
          await client.query<{ branch_id: string; ids: string[] }>(
            `SELECT branch_id, array_agg(customer_id ORDER BY customer_id)::text[] AS ids FROM counterfoil.customer_share
             WHERE home_branch_id = $1 AND customer_id = ANY ($2::uuid[]) GROUP BY branch_id`,
            [branchId, ids],
          )
        ).rows
  const told = [{ branch_id: branchId, ids }, ...sharing].sort((a, b) => (a.branch_id < b.branch_id ? -1 : 1))
  for (const each of told)
    await client.query(
      'SELECT counterfoil.put_in_feed($1, $2, $3::uuid[], array_fill($4::uuid, ARRAY[cardinality($3::uuid[])]))',
      [each.branch_id, kind, each.ids, branchId],
    )
}
