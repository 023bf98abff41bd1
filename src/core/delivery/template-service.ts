/** The office's own words for its messages: read often, changed seldom, and never kept with a fault. */
import type {
  TemplateDetail,
  TemplateKey,
  TemplatePreview,
  TemplateProblem,
  TemplateSource,
} from '../../contract/templates.ts'
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import { problemsOf } from './template-check.ts'
import { placeholdersOf } from './template-placeholders.ts'
import { previewOf } from './template-preview.ts'
import { type TemplateRow, templateStore } from './template-store.ts'
import { originalOf } from './template-words.ts'

export type SaveOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly problems: TemplateProblem[] }

export interface TemplateService {
  /** For the composer, which checks them: words of an older version may lack something. */
  sourceOf(key: TemplateKey): TemplateSource | null
  changed(): TemplateKey[]
  get(key: TemplateKey): TemplateDetail
  preview(key: TemplateKey, source: TemplateSource, officeName: string): TemplatePreview
  save(key: TemplateKey, source: TemplateSource, by: Actor): SaveOutcome
  restore(key: TemplateKey, by: Actor): { readonly outcome: 'done' }
}

const nameOf = ({ purpose, channel, locale }: TemplateKey): string => `${purpose}.${channel}.${locale}`

const sourceIn = ({ subject, heading, body }: TemplateSource): TemplateSource => ({ subject, heading, body })

const sameWords = (one: TemplateSource, other: TemplateSource): boolean =>
  one.subject === other.subject && one.heading === other.heading && one.body === other.body

/** Text messages have neither subject nor heading, whatever a screen sends along. */
const fitting = ({ channel }: TemplateKey, source: TemplateSource): TemplateSource =>
  channel === 'email' ? sourceIn(source) : { subject: '', heading: '', body: source.body }

export function templateService(parts: {
  db: Db
  transact: Transact
  clock: Clock
  audit: AuditTrail
}): TemplateService {
  const store = templateStore(parts.db)
  let cached: ReadonlyMap<string, TemplateRow> | null = null
  let cachedAtVersion = -1
  const rows = (): ReadonlyMap<string, TemplateRow> => {
    const now = store.version()
    if (cached === null || now !== cachedAtVersion) cached = new Map(store.all().map((row) => [nameOf(row), row]))
    cachedAtVersion = now
    return cached
  }
  const write = (action: string, key: TemplateKey, by: Actor, work: () => void): void => {
    parts.transact(() => {
      work()
      const { purpose, channel, locale } = key
      parts.audit.append({
        ...by,
        visitId: null,
        action,
        subject: nameOf(key),
        outcome: 'done',
        detail: { purpose, channel, locale },
      })
    })
    cached = null
  }
  const restore = (key: TemplateKey, by: Actor): void => {
    if (rows().has(nameOf(key))) write('template.restored', key, by, () => store.remove(key))
  }
  return {
    sourceOf(key) {
      const row = rows().get(nameOf(key))
      return row === undefined ? null : sourceIn(row)
    },
    changed: () => [...rows().values()].map(({ purpose, channel, locale }) => ({ purpose, channel, locale })),
    get(key) {
      const row = rows().get(nameOf(key))
      const original = originalOf(key)
      return {
        source: row === undefined ? original : sourceIn(row),
        original,
        changedAtMs: row?.changed_at_ms ?? null,
        changedBy: row === undefined ? null : store.staffName(row.changed_by),
        placeholders: [...placeholdersOf(key)],
      }
    },
    preview: (key, source, officeName) => previewOf(key, fitting(key, source), officeName),
    save(key, source, by) {
      const words = fitting(key, source)
      const problems = problemsOf(key, words)
      if (problems.length > 0) return { outcome: 'refused', problems }
      if (sameWords(words, originalOf(key))) restore(key, by)
      else
        write('template.changed', key, by, () =>
          store.put({ ...key, ...words, changed_at_ms: parts.clock.now(), changed_by: by.actor }),
        )
      return { outcome: 'done' }
    },
    restore(key, by) {
      restore(key, by)
      return { outcome: 'done' }
    },
  }
}
