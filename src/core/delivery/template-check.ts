/** What is wrong with words an office wrote. Only what has nothing wrong is kept, and only that ever leaves. */
import type { TemplateKey, TemplatePlaceholder, TemplateProblem, TemplateSource } from '../../contract/templates.ts'
import { placeholdersOf } from './template-placeholders.ts'

type Field = TemplateProblem['field']

/** In UTF-16 units, as text fields count. */
const longest = { subject: 200, heading: 200, mailBody: 4_000, shortBody: 1_000 } as const

export function problemsOf(key: TemplateKey, source: TemplateSource): TemplateProblem[] {
  const offered = placeholdersOf(key)
  if (key.channel !== 'email') return fieldProblems('body', source.body, offered, longest.shortBody)
  const inSubject = offered.filter((each) => each.inSubject).map((each) => ({ ...each, required: false }))
  return [
    ...fieldProblems('subject', source.subject, inSubject, longest.subject),
    ...fieldProblems('heading', source.heading, inSubject, longest.heading),
    ...fieldProblems('body', source.body, offered, longest.mailBody),
  ]
}

function fieldProblems(
  field: Field,
  text: string,
  offered: readonly TemplatePlaceholder[],
  max: number,
): TemplateProblem[] {
  if (text.trim() === '') return [{ field, problem: 'empty', name: '' }]
  const problems: TemplateProblem[] = text.length > max ? [{ field, problem: 'too_long', name: '' }] : []
  const used = bracesIn(text)
  for (const name of used) {
    if (offered.some((each) => each.name === name)) continue
    problems.push({
      field,
      problem: name === 'code' && field !== 'body' ? 'code_in_subject' : 'unknown_placeholder',
      name: name.slice(0, 40),
    })
  }
  for (const { name, required } of offered)
    if (required && !used.has(name)) problems.push({ field, problem: 'missing_placeholder', name })
  return problems
}

/** What stands in braces; the empty word for a brace that has no partner. */
function bracesIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/\{([^{}]*)\}|[{}]/g), ([, name]) => name ?? ''))
}
