/** What each message tells, cleaned and bounded, before it is known in which words. */
import type { TemplateName, TemplateParams } from './outbox.ts'
import { type Fillings, greetingName, groupedCode, isolatedLtr, linesValue, lineValue } from './template-text.ts'
import type { Words } from './template-words.ts'

export interface Content {
  /** By the name of the placeholder. */
  readonly fillings: Fillings & { readonly office: string }
  /** What `{code}` becomes where it has a line to itself: reference and code as people read them, `K7`, `482 913`. */
  readonly code: { readonly reference: string; readonly code: string } | null
  /** What `{facts}` becomes there. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** What `{answer}` becomes there. */
  readonly answer: readonly string[]
  /** A text message's value that is cut where it grows too long, and for how many segments. */
  readonly shortens: 'office' | 'answer'
  readonly segments: number
}

export interface ContentRequest {
  readonly template: TemplateName
  readonly words: Words
  /** For numbers within sentences; codes, references and amounts stay in Western digits. */
  readonly locale: string
  /** Already cleaned. */
  readonly office: string
  readonly params: TemplateParams
}

const bare = { code: null, facts: [], answer: [], shortens: 'office', segments: 2 } as const

/** Throws where a parameter is missing, whether or not the words ask for it: such a message must not leave. */
export function contentOf(request: ContentRequest): Content {
  switch (request.template) {
    case 'code':
      return codeContent(request)
    case 'receipt':
      return receiptContent(request)
    case 'ticket_resolved':
      return ticketContent(request)
    case 'password_changed':
      return { ...bare, fillings: { ...addressed(request.words, request.params), office: request.office } }
    case 'test':
      return { ...bare, fillings: { office: request.office } }
  }
}

function codeContent({ words, locale, office, params }: ContentRequest): Content {
  const code = groupedCode(given(params, 'code'))
  if (code === '') throw new Error('a code message has no code')
  // Asked for though the words were chosen by it already: a code whose purpose nobody knows must not leave.
  given(params, 'purpose')
  const reference = lineValue(given(params, 'reference'), 8)
  const count = Number(given(params, 'minutes'))
  const minutes = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count)
  const validity = { pattern: count === 1 ? words.validityOne : words.validityOther, values: { minutes } }
  return {
    ...bare,
    fillings: {
      ...addressed(words, params),
      office,
      reference: isolatedLtr(reference, words.direction),
      code: isolatedLtr(`${reference}: ${code}`, words.direction),
      minutes,
      validity,
    },
    code: { reference, code },
    segments: locale === 'en' ? 1 : 2,
  }
}

function receiptContent({ words, office, params }: ContentRequest): Content {
  const fact = (name: string): string => isolatedLtr(lineValue(given(params, name), 60), words.direction)
  const values = { receiptNo: fact('receiptNo'), amount: fact('amount'), date: fact('date') }
  const facts = [
    { label: words.facts.receiptNo, value: values.receiptNo },
    { label: words.facts.amount, value: values.amount },
    { label: words.facts.date, value: values.date },
  ]
  const inline = facts.map(({ label, value }) => `${label}: ${value}`).join(' · ')
  return { ...bare, fillings: { ...addressed(words, params), ...values, office, facts: inline }, facts }
}

function ticketContent({ words, office, params }: ContentRequest): Content {
  const answer = linesValue(given(params, 'answer'), 2_000)
  return {
    ...bare,
    fillings: {
      ...addressed(words, params),
      office,
      ticketNo: isolatedLtr(lineValue(given(params, 'ticketNo'), 30), words.direction),
      answer: answer.filter((line) => line !== '').join(' '),
    },
    answer,
    shortens: 'answer',
    segments: 3,
  }
}

function addressed(words: Words, params: TemplateParams): Fillings {
  const name = greetingName(params.name ?? '')
  return {
    name: name ?? words.nameUnwritable,
    greeting:
      name === null ? { pattern: words.greetingUnnamed, values: {} } : { pattern: words.greeting, values: { name } },
  }
}

function given(params: TemplateParams, name: string): string | number {
  const value = params[name]
  if (value === undefined) throw new Error(`a message lacks its ${name}`)
  return value
}
