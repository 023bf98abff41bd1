/** Words for what the office answers in stable names. */
import type { TFunction } from 'i18next'
import type { TemplateProblem } from '../../../contract/templates.ts'

type Words = TFunction<'templates'>

/** Each placeholder's name in words; one that this screen doesn't know yet shows as it is written. */
export function placeholderWord(t: Words, name: string): string {
  const known = ['office', 'reference', 'minutes', 'code', 'greeting', 'name', 'validity', 'facts'] as const
  const alsoKnown = ['receiptNo', 'amount', 'date', 'answer', 'ticketNo'] as const
  const found = [...known, ...alsoKnown].find((each) => each === name)
  return found ? t(`placeholder.${found}`) : name
}

/** Isolated, for a placeholder reads left to right among Persian words. */
const asWritten = (name: string): string => `\u2066{${name}}\u2069`

export function problemWords(t: Words, { problem, name }: TemplateProblem): string {
  if (problem === 'unknown_placeholder' && name === '') return t('problem.brace')
  return t(`problem.${problem}`, { name: asWritten(name) })
}

/** A character as a person can tell it: invisible ones by their number. */
export function characterWord(character: string): string {
  if (!/[\p{C}\p{Z}\p{M}]/u.test(character)) return character
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
