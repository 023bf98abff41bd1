import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keepSeriesNoted, nextSeries, noteSeries } from '../../../src/storage/backup/receipt-series.ts'
import { testOffice } from '../../support/office.ts'

const nowMs = Date.UTC(2026, 9, 1)
const minute = Math.floor((nowMs - Date.UTC(2026, 0, 1)) / 60_000)

/** An office that was restored twice, and a backup from before. */
async function restoredTwice() {
  const backup = testOffice()
  backup.app.terminals.enrol()
  await backup.close()
  const office = testOffice()
  office.app.terminals.enrol()
  office.app.officeData.db.exec('UPDATE terminal SET receipt_series = 3')
  await office.close()
  noteSeries(office.folder, 3)
  const files = { present: join(office.folder, 'counterfoil.db'), backup: join(backup.folder, 'counterfoil.db') }
  return {
    folder: office.folder,
    note: join(office.folder, 'receipt-series'),
    next: () => nextSeries(office.folder, files, nowMs),
    damage: () => writeFileSync(files.present, Buffer.alloc(200_000, 0xa5)),
  }
}

describe('the receipt series after a restore', () => {
  it('is the next one as long as either the database or the note of the last restore can be read', async () => {
    const { folder, next, damage, note } = await restoredTwice()
    expect(next()).toBe(4)
    rmSync(note)
    expect(next()).toBe(4)
    noteSeries(folder, 3)
    damage()
    expect(next()).toBe(4)
    expect(readdirSync(folder).filter((name) => name.startsWith('receipt-series'))).toEqual(['receipt-series'])
  })

  it('is the next one where the office was opened here before, and its database is damaged before any restore', async () => {
    const { folder, next, damage, note } = await restoredTwice()
    rmSync(note)
    keepSeriesNoted(folder, join(folder, 'counterfoil.db'))
    damage()
    expect(next()).toBe(4)
    // Never over what a restore has noted.
    noteSeries(folder, 9)
    keepSeriesNoted(folder, join(folder, 'counterfoil.db'))
    expect(next()).toBe(10)
  })

  it.each([
    ['is empty, as a power cut leaves a file', (note: string) => writeFileSync(note, '')],
    ['did not come along when the data was moved', (note: string) => rmSync(note)],
  ])('is one that nobody can have used where the database is damaged and the note %s', async (_, lose) => {
    const { next, damage, note } = await restoredTwice()
    damage()
    lose(note)
    expect(next()).toBe(minute)
  })
})
