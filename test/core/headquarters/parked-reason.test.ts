import { describe, expect, it } from 'vitest'
import { parkedReason } from '../../../src/contract/headquarters.ts'
import { readReason, reasonText } from '../../../src/core/headquarters/parked-reason.ts'

describe('why a record was not taken', () => {
  it.each(parkedReason.options)('is read as it was written: %s', (reason) => {
    for (const direction of ['push', 'pull'] as const)
      for (const detail of ['', 'what: a database said'])
        expect(readReason(reasonText(reason, detail), direction)).toEqual({ reason, detail })
  })

  it('is the general one where a text holds none of ours', () => {
    const said = 'new row for relation "bill_2" violates check constraint "small_bills"'
    expect(readReason(said, 'push')).toEqual({ reason: 'refused_there', detail: said })
    expect(readReason('FOREIGN KEY constraint failed', 'pull')).toEqual({
      reason: 'refused_here',
      detail: 'FOREIGN KEY constraint failed',
    })
  })
})
