/** Records of which some will not go into headquarters' tables: they are found by halving, and the rest goes on. */
import { isRecordFault, parkedReason } from './failure.ts'
import { together } from './link.ts'
import { type Parked, parcelOf } from './parcel.ts'
import type { LogRecord } from './records.ts'
import { type Batch, writeParcel } from './write-parcel.ts'
import { nobody, type Told } from './write-register.ts'

/** Call inside a transaction. Adds what was parked, and whom to tell. Rejects where it is not a record's fault. */
export async function writeCarefully(
  batch: Batch,
  records: readonly LogRecord[],
  told: Told,
  parked: Parked[],
): Promise<void> {
  const { client, office } = batch
  const [first] = records
  if (first === undefined) return
  const parcel = parcelOf(office, batch.again)
  for (const record of records) parcel.add(record)
  const toldOfThese = nobody()
  try {
    await together([client.query('SAVEPOINT part'), writeParcel(batch, parcel, toldOfThese, 'known')])
    await client.query('RELEASE SAVEPOINT part')
  } catch (error) {
    if (!isRecordFault(error)) throw error
    await client.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part')
    if (records.length === 1) {
      parked.push({ record: first, reason: parkedReason(error) })
      return
    }
    const middle = Math.ceil(records.length / 2)
    await writeCarefully(batch, records.slice(0, middle), told, parked)
    await writeCarefully(batch, records.slice(middle), told, parked)
    return
  }
  parked.push(...parcel.unreadable)
  for (const whom of ['changed', 'mine', 'bills'] as const) for (const id of toldOfThese[whom]) told[whom].add(id)
}
