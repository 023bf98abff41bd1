/** The test page: the office's name, the three scripts, a ruler over the whole width, and the cut below it. */
import { receiptStyle } from '../billing/receipt-page.ts'
import { dateTimeText } from '../kernel/calendar.ts'
import type { PrintDocument } from './port.ts'
import type { SlipLine } from './slip.ts'

export interface TestPageFacts {
  readonly officeName: string
  readonly terminal: string
  readonly atMs: number
  readonly timeZone: string
}

const scripts = [
  { lang: 'en', dir: 'ltr', text: 'Printer test · The quick brown fox 0123456789' },
  { lang: 'fa', dir: 'rtl', text: 'آزمایش چاپگر · رسید پرداخت ۰۱۲۳۴۵۶۷۸۹' },
  { lang: 'hi', dir: 'ltr', text: 'प्रिंटर परीक्षण · भुगतान रसीद ०१२३४५६७८९' },
] as const

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0) ?? 0};`)

/** Ten marks from edge to edge. The page has the receipt's one style sheet: the screens' policy knows no other. */
const ruler = `<table><tbody><tr>${'<td>|</td>'.repeat(10)}</tr></tbody></table>`

export function testPage(facts: TestPageFacts): PrintDocument {
  const when = dateTimeText(facts.atMs, 'en', facts.timeZone)
  const slip: SlipLine[] = [
    { kind: 'title', text: facts.officeName },
    { kind: 'centre', text: scripts[0].text },
    { kind: 'pair', label: facts.terminal, value: when },
    { kind: 'ruler' },
  ]
  const html = `<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>${escapeHtml(facts.terminal)}</title><style>${receiptStyle}</style></head>
<body>
<h1><bdi>${escapeHtml(facts.officeName)}</bdi></h1>
${scripts.map(({ lang, dir, text }) => `<p lang="${lang}" dir="${dir}">${text}</p>`).join('\n')}
<dl><dt>${escapeHtml(facts.terminal)}</dt><dd>${escapeHtml(when)}</dd></dl>
${ruler}
</body>
</html>
`
  return { title: facts.terminal, html, slip, picture: 'prefer', opensDrawer: false }
}
