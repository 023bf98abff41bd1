import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { billColumns, customerColumns, kindOfHeader, readHeader } from '../../../src/core/transfers/columns.ts'

const faultOf = (cells: readonly string[]): string => {
  const read = readHeader(cells, billColumns)
  return read.ok ? '' : read.failure
}

describe('the first row', () => {
  it('may name the columns in any order, case and surrounding space', () => {
    const disguises: ((name: string) => string)[] = [
      (name) => name,
      (name) => name.toUpperCase(),
      (name) => ` ${name}\t`,
      (name) => `\uFEFF${name}`,
    ]
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...billColumns], { minLength: billColumns.length }),
        fc.array(fc.constantFrom(...disguises), { minLength: 6, maxLength: 6 }),
        (order, disguise) => {
          const read = readHeader(
            order.map((name, at) => disguise[at]?.(name) ?? name),
            billColumns,
          )
          expect(read).toEqual({ ok: true, value: order })
        },
      ),
    )
  })

  it('is refused in one line that names what is missing, unknown or doubled', () => {
    expect(faultOf(billColumns.filter((name) => name !== 'amount'))).toContain('"amount" is missing')
    expect(faultOf([...billColumns, 'colour'])).toContain('"colour" is not known')
    expect(faultOf([...billColumns, ''])).toContain('number 7, without a name')
    expect(faultOf([...billColumns, 'Amount'])).toContain('"amount" is named twice')
    expect(faultOf(['bill_no', 'sum'])).not.toContain('\n')
  })

  it('tells that the columns are separated by something else', () => {
    expect(faultOf([billColumns.join(';')])).toContain('semicolons')
    expect(faultOf([billColumns.join('\t')])).toContain('tabs')
  })

  it('tells which kind of file it begins', () => {
    expect(kindOfHeader(customerColumns)).toBe('customers')
    expect(kindOfHeader(billColumns)).toBe('bills')
    expect(kindOfHeader(['a', 'b'])).toBeNull()
  })
})
