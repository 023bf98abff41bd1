import { describe, expect, it } from 'vitest'
import { createCardScan } from '../../../src/renderer/ui/card-scan.ts'

/** Feeds keys with `gapMs` between them and answers with what the last one gave. */
function typedWith(gapMs: number) {
  let now = 10_000
  const feed = createCardScan(() => now)
  return (keys: readonly string[]): string | null => {
    let last: string | null = null
    for (const key of keys) {
      now += gapMs
      last = feed(key)
    }
    return last
  }
}

describe('telling a card scanner from a person', () => {
  it('gives the scanned number on the Enter that ends it, and only once', () => {
    const scan = typedWith(5)
    expect(scan([...'GV-100072', 'Enter'])).toBe('GV-100072')
    expect(scan(['Enter'])).toBeNull()
  })

  it('lets the shift keys of capital letters pass', () => {
    expect(typedWith(5)(['Shift', 'G', 'Shift', 'V', ...'-1000', 'Enter'])).toBe('GV-1000')
  })

  it('hears nothing in a person’s pace', () => {
    expect(typedWith(120)([...'GV-100072', 'Enter'])).toBeNull()
  })

  it('takes no handful of quick keys for a card', () => {
    expect(typedWith(5)([...'123', 'Enter'])).toBeNull()
    expect(typedWith(5)(['Enter'])).toBeNull()
  })
})
