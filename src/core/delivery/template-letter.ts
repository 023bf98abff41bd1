/** What each message says, before it is known how it travels. */
import type { TemplateName, TemplateParams } from './outbox.ts'
import { fill, greetingName, groupedCode, isolatedLtr, linesValue, lineValue, type Values } from './template-text.ts'
import type { Words } from './template-words.ts'

export type Block =
  | { readonly kind: 'sentence'; readonly pattern: string; readonly values: Values }
  /** `reference` and `code` as people read them: `K7`, `482 913`. */
  | { readonly kind: 'code'; readonly reference: string; readonly code: string }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: 'quote'; readonly lines: readonly string[] }

export interface Letter {
  readonly subject: string
  readonly heading: string
  readonly blocks: readonly Block[]
  readonly sms: {
    readonly pattern: string
    readonly values: Values
    /** The value that is cut where the text grows too long for `segments`. */
    readonly shortens: string
    readonly segments: number
  }
}

export interface LetterRequest {
  readonly template: TemplateName
  readonly words: Words
  /** For numbers within sentences; codes, references and amounts stay in Western digits. */
  readonly locale: string
  /** Already cleaned. */
  readonly office: string
  readonly params: TemplateParams
}

export function letterOf(request: LetterRequest): Letter {
  switch (request.template) {
    case 'code':
      return codeLetter(request)
    case 'receipt':
      return receiptLetter(request)
    case 'ticket_resolved':
      return ticketLetter(request)
    case 'test':
      return testLetter(request)
  }
}

function codeLetter({ words, locale, office, params }: LetterRequest): Letter {
  const said = words.code
  const code = groupedCode(given(params, 'code'))
  if (code === '') throw new Error('a code message has no code')
  const reference = lineValue(given(params, 'reference'), 8)
  const minutes = Number(given(params, 'minutes'))
  const purpose = purposeOf(given(params, 'purpose'), said.purpose)
  const values = {
    office,
    reference: isolatedLtr(reference, words.direction),
    minutes: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(minutes),
  }
  const advice = said.advice[purpose]
  const sentence = (pattern: string): Block => ({ kind: 'sentence', pattern, values })
  return {
    subject: fill(said.subject, values),
    heading: said.heading,
    blocks: [
      greeting(words, params),
      sentence(said.purpose[purpose]),
      { kind: 'code', reference, code },
      sentence(minutes === 1 ? said.validOne : said.validOther),
      sentence(said.reference),
      sentence(advice),
      sentence(said.ignore),
    ],
    sms: {
      pattern: said.sms,
      values: { ...values, advice, code: isolatedLtr(`${reference}: ${code}`, words.direction) },
      shortens: 'office',
      segments: words.direction === 'ltr' && locale === 'en' ? 1 : 2,
    },
  }
}

function receiptLetter({ words, office, params }: LetterRequest): Letter {
  const said = words.receipt
  const fact = (name: string): string => isolatedLtr(lineValue(given(params, name), 60), words.direction)
  const values = { office, receiptNo: fact('receiptNo'), amount: fact('amount'), date: fact('date') }
  return {
    subject: fill(said.subject, values),
    heading: said.heading,
    blocks: [
      greeting(words, params),
      { kind: 'sentence', pattern: said.lead, values },
      {
        kind: 'facts',
        rows: [
          { label: said.receiptNo, value: values.receiptNo },
          { label: said.amount, value: values.amount },
          { label: said.date, value: values.date },
        ],
      },
    ],
    sms: { pattern: said.sms, values, shortens: 'office', segments: 2 },
  }
}

function ticketLetter({ words, office, params }: LetterRequest): Letter {
  const said = words.ticket_resolved
  const lines = linesValue(given(params, 'answer'), 2_000)
  const ticketNo = isolatedLtr(lineValue(given(params, 'ticketNo'), 30), words.direction)
  const values = { office, ticketNo, answer: lines.filter((line) => line !== '').join(' ') }
  return {
    subject: fill(said.subject, values),
    heading: said.heading,
    blocks: [greeting(words, params), { kind: 'sentence', pattern: said.lead, values }, { kind: 'quote', lines }],
    sms: { pattern: said.sms, values, shortens: 'answer', segments: 3 },
  }
}

function testLetter({ words, office }: LetterRequest): Letter {
  const said = words.test
  const values = { office }
  return {
    subject: fill(said.subject, values),
    heading: said.heading,
    blocks: [{ kind: 'sentence', pattern: said.lead, values }],
    sms: { pattern: said.sms, values, shortens: 'office', segments: 2 },
  }
}

function greeting(words: Words, params: TemplateParams): Block {
  const name = greetingName(params.name ?? '')
  return name === null
    ? { kind: 'sentence', pattern: words.greetingUnnamed, values: {} }
    : { kind: 'sentence', pattern: words.greeting, values: { name } }
}

/** A purpose without words of its own is written like a visit's. */
function purposeOf<Purpose extends string>(
  value: string | number,
  known: Readonly<Record<Purpose | 'visit', string>>,
): Purpose | 'visit' {
  return Object.hasOwn(known, value) ? (value as Purpose) : 'visit'
}

function given(params: TemplateParams, name: string): string | number {
  const value = params[name]
  if (value === undefined) throw new Error(`a message lacks its ${name}`)
  return value
}
