import { describe, expect, it } from 'vitest'
import { type KeyRule, takesKey } from '../../src/main/keys.ts'
import { inputOf } from '../support/electron/keyboard.ts'
import { atDesk, type Combination, everywhere, notAtKiosk, notWhereHeld, nowhere, wordsOf } from './key-matrix.ts'

const pressed = ({ keyCode, held }: Combination) => inputOf({ type: 'keyDown', keyCode, modifiers: [...held] })
const taken = (combinations: readonly Combination[], rule: KeyRule): string[] =>
  combinations.filter((each) => takesKey(pressed(each), rule)).map(wordsOf)
const all = (combinations: readonly Combination[]): string[] => combinations.map(wordsOf)

describe('the keys of a window', () => {
  it('that lead elsewhere do nothing, whoever presses them', () => {
    for (const rule of ['kiosk', 'held', 'desk'] as const) expect(taken(nowhere, rule)).toEqual([])
  })

  it('that close or hide it do nothing where it must stay', () => {
    for (const rule of ['kiosk', 'held'] as const) expect(taken(notWhereHeld, rule)).toEqual([])
    expect(taken(notWhereHeld, 'desk')).toContain('alt+F4')
  })

  it('do nothing at a kiosk but write and move', () => {
    expect(taken(notAtKiosk, 'kiosk')).toEqual([])
    expect(taken(everywhere, 'kiosk')).toEqual(all(everywhere))
  })

  it('work at a desk: the clipboard and its own shortcuts', () => {
    for (const rule of ['held', 'desk'] as const) {
      expect(taken(atDesk, rule)).toEqual(all(atDesk))
      expect(taken(everywhere, rule)).toEqual(all(everywhere))
    }
  })

  it('are known by their place on a layout with other letters', () => {
    const press = { shift: false, control: true, alt: false, meta: false }
    expect(takesKey({ ...press, key: 'ق', code: 'KeyR' }, 'desk')).toBe(false)
    expect(takesKey({ ...press, key: 'ح', code: 'KeyP' }, 'desk')).toBe(false)
    expect(takesKey({ ...press, key: 'ز', code: 'KeyC' }, 'desk')).toBe(true)
  })

  it('write with AltGr at a kiosk, which Windows tells as Ctrl and Alt', () => {
    const press = { shift: false, control: true, alt: true, meta: false, code: 'KeyQ' }
    expect(takesKey({ ...press, key: '@' }, 'kiosk')).toBe(true)
    expect(takesKey({ ...press, key: 'q' }, 'kiosk')).toBe(false)
    expect(takesKey({ ...press, key: 'Delete' }, 'kiosk')).toBe(false)
  })
})
