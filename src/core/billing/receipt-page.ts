/** The receipt as one self-contained HTML page: what is shown, printed, made a PDF of and mailed. */
import words from '../../../resources/receipts/words.json' with { type: 'json' }
import type { PaymentMethod } from '../../contract/payments.ts'
import type { Locale } from '../../contract/values.ts'
import { dateTimeText } from '../kernel/calendar.ts'
import { moneyText } from '../kernel/money.ts'

export interface ReceiptFacts {
  readonly officeName: string
  readonly receiptNo: string
  readonly paidAtMs: number
  readonly timeZone: string
  readonly locale: Locale
  readonly customerName: string
  readonly accountNo: string
  readonly currency: string
  readonly lines: readonly { readonly billNo: string; readonly period: string; readonly amountMinor: number }[]
  readonly amountMinor: number
  readonly tenderedMinor: number | null
  readonly changeMinor: number | null
  readonly method: PaymentMethod
  readonly reference: string | null
  readonly duplicate: boolean
  readonly voided: boolean
}

/** One fixed style sheet, so that a content security policy can name its hash. */
export const receiptStyle = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 72mm; padding: 4mm 0; background: #fff; color: #000; font: 12px/1.5 "Inter Variable", "Vazirmatn Variable", "Noto Sans Devanagari Variable", system-ui, sans-serif; }
h1 { font-size: 16px; margin: 0; text-align: center; overflow-wrap: anywhere; }
h2 { font-size: 12px; font-weight: 600; margin: 0 0 8px; text-align: center; }
.mark { border: 2px solid #000; font-size: 16px; font-weight: 700; letter-spacing: 0.08em; margin: 8px 0; padding: 4px; text-align: center; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 8px 0; }
dt { color: #444; }
dd { margin: 0; text-align: end; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; border-block: 1px solid #000; margin: 8px 0; }
th, td { text-align: start; padding: 3px 0; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
th { color: #444; }
td:last-child, th:last-child { text-align: end; white-space: nowrap; padding-inline-start: 8px; }
bdi, .number { font-variant-numeric: tabular-nums; }
.total { display: flex; justify-content: space-between; font-size: 16px; font-weight: 700; }
footer { margin-top: 12px; text-align: center; }
@media (max-width: 60mm) { body { font-size: 10px; } .total { font-size: 13px; } td, th { overflow-wrap: normal; } }
`

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
const isolated = (text: string): string => `<bdi dir="ltr">${escapeHtml(text)}</bdi>`

export function receiptPage(facts: ReceiptFacts): string {
  const t = words[facts.locale]
  const money = (amountMinor: number): string => isolated(moneyText(amountMinor, facts.currency))
  const row = (label: string, value: string): string => `<dt>${label}</dt><dd>${value}</dd>`
  const optional = (label: string, value: string | null): string => (value === null ? '' : row(label, value))
  const marks = [facts.voided ? t.void : null, facts.duplicate ? t.duplicate : null]
  const lines = facts.lines.map(
    (line) =>
      `<tr><td>${isolated(line.billNo)}</td><td><bdi>${escapeHtml(line.period)}</bdi></td><td>${money(line.amountMinor)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="${facts.locale}" dir="${t.dir}">
<head><meta charset="utf-8"><title>${escapeHtml(facts.receiptNo)}</title><style>${receiptStyle}</style></head>
<body>
<h1><bdi>${escapeHtml(facts.officeName)}</bdi></h1>
<h2>${t.receipt}</h2>
${marks.map((mark) => (mark === null ? '' : `<div class="mark">${mark}</div>`)).join('')}
<dl>
${row(t.number, isolated(facts.receiptNo))}
${row(t.date, `<bdi>${escapeHtml(dateTimeText(facts.paidAtMs, facts.locale, facts.timeZone))}</bdi>`)}
${row(t.customer, `<bdi>${escapeHtml(facts.customerName)}</bdi>`)}
${row(t.account, isolated(facts.accountNo))}
</dl>
<table><thead><tr><th>${t.bill}</th><th>${t.period}</th><th>${t.amount}</th></tr></thead><tbody>
${lines.join('\n')}
</tbody></table>
<div class="total"><span>${t.total}</span>${money(facts.amountMinor)}</div>
<dl>
${row(t.method, t[facts.method])}
${optional(t.reference, facts.reference === null ? null : isolated(facts.reference))}
${optional(t.tendered, facts.tenderedMinor === null ? null : money(facts.tenderedMinor))}
${optional(t.change, facts.changeMinor === null ? null : money(facts.changeMinor))}
</dl>
<footer>${t.thanks}</footer>
</body>
</html>
`
}
