import { describe, expect, it } from 'vitest'
import { customerDisplayOf, mainDisplay, numbered } from '../../src/main/displays.ts'

const display = (id: number, x: number) => ({ id, bounds: { x, y: 0, width: 1280, height: 832 } })
const [left, primary, right] = [display(7, -1280), display(1, 0), display(9, 1280)]
const three = [right, primary, left]

describe('the displays', () => {
  it('are counted as people count them: the primary, then from left to right', () => {
    expect(numbered(three, 1).map(({ id }) => id)).toEqual([1, 7, 9])
    expect(mainDisplay(three, 1, null)).toBe(primary)
    expect(mainDisplay(three, 1, 3)).toBe(right)
  })

  it('fall back to the primary where the chosen one is not plugged in', () => {
    expect(mainDisplay([primary], 1, 3)).toBe(primary)
    expect(mainDisplay([], 1, null)).toBeNull()
  })

  it('give the customer the first that is not the clerk’s', () => {
    expect(customerDisplayOf(three, 1, { main: null, customer: 'auto' })).toBe(left)
    expect(customerDisplayOf(three, 1, { main: 2, customer: 'auto' })).toBe(primary)
    expect(customerDisplayOf(three, 1, { main: null, customer: 3 })).toBe(right)
  })

  it('give the customer none where there is one, none beside, or it is off', () => {
    expect(customerDisplayOf([primary], 1, { main: null, customer: 'auto' })).toBeNull()
    expect(customerDisplayOf(three, 1, { main: 3, customer: 3 })).toBeNull()
    expect(customerDisplayOf(three, 1, { main: null, customer: 5 })).toBeNull()
    expect(customerDisplayOf(three, 1, { main: null, customer: 'off' })).toBeNull()
  })
})
