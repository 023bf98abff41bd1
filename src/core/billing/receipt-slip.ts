/** The receipt as lines of text: the same facts in the same order as on the page. */
import words from '../../../resources/receipts/words.json' with { type: 'json' }
import { dateTimeText } from '../kernel/calendar.ts'
import { moneyText } from '../kernel/money.ts'
import type { SlipLine } from '../printing/slip.ts'
import type { ReceiptFacts } from './receipt-page.ts'

export function receiptSlip(facts: ReceiptFacts): SlipLine[] {
  const t = words[facts.locale]
  const money = (amountMinor: number): string => moneyText(amountMinor, facts.currency)
  const pair = (label: string, value: string | null): SlipLine[] =>
    value === null ? [] : [{ kind: 'pair', label, value }]
  const mark = (text: string, applies: boolean): SlipLine[] => (applies ? [{ kind: 'mark', text }] : [])
  const lines = facts.lines.map(
    (line): SlipLine => ({ kind: 'row', cells: [line.billNo, line.period, money(line.amountMinor)] }),
  )
  return [
    { kind: 'title', text: facts.officeName },
    { kind: 'centre', text: t.receipt },
    ...mark(t.void, facts.voided),
    ...mark(t.duplicate, facts.duplicate),
    ...pair(t.number, facts.receiptNo),
    ...pair(t.date, dateTimeText(facts.paidAtMs, facts.locale, facts.timeZone)),
    ...pair(t.customer, facts.customerName),
    ...pair(t.account, facts.accountNo),
    { kind: 'rule' },
    { kind: 'row', cells: [t.bill, t.period, t.amount] },
    ...lines,
    { kind: 'rule' },
    { kind: 'total', label: t.total, value: money(facts.amountMinor) },
    ...pair(t.method, t[facts.method]),
    ...pair(t.reference, facts.reference),
    ...pair(t.tendered, facts.tenderedMinor === null ? null : money(facts.tenderedMinor)),
    ...pair(t.change, facts.changeMinor === null ? null : money(facts.changeMinor)),
    { kind: 'centre', text: t.thanks },
  ]
}
