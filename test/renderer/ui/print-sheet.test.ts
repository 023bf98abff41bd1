import { describe, expect, it } from 'vitest'
import { sheetPage } from '../../../src/renderer/ui/print-sheet.ts'

const persian = { lang: 'fa', dir: 'rtl' }

describe('a sheet to keep on paper', () => {
  it('is written in the language of the screen, its codes from left to right and numbered', () => {
    const page = sheetPage({ title: 'کدها', codes: ['AB12-CD34', 'EF56-GH78'] }, persian)
    expect(page).toContain('<html lang="fa" dir="rtl">')
    expect(page).toContain('<ol><li dir="ltr">AB12-CD34</li><li dir="ltr">EF56-GH78</li></ol>')
  })

  it('shows one key alone large, and names as they are written', () => {
    const page = sheetPage({ title: 'Keys of <Ward & Sons>', more: '"Once" only', codes: ['7A2C'] }, persian)
    expect(page).toContain(
      '<h1>Keys of &#60;Ward &#38; Sons&#62;</h1><p>&#34;Once&#34; only</p><h2 dir="ltr">7A2C</h2>',
    )
    expect(page).not.toContain('<Ward')
  })
})
