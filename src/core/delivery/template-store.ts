/** The rows of the office's own words. */
import type { MessagePurpose } from '../../contract/message-purposes.ts'
import type { TemplateKey, TemplateSource } from '../../contract/templates.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import type { Db } from '../kernel/db.ts'

export interface TemplateRow extends TemplateSource {
  readonly purpose: MessagePurpose
  readonly channel: Channel
  readonly locale: Locale
  readonly changed_at_ms: number
  /** A staff id, or `system`. */
  readonly changed_by: string
}

export function templateStore(db: Db) {
  const all = db.prepare<[], TemplateRow>('SELECT * FROM template ORDER BY purpose, channel, locale')
  const put = db.prepare(
    `INSERT INTO template (purpose, channel, locale, subject, heading, body, changed_at_ms, changed_by)
     VALUES (@purpose, @channel, @locale, @subject, @heading, @body, @changed_at_ms, @changed_by)
     ON CONFLICT (purpose, channel, locale) DO UPDATE SET subject = excluded.subject, heading = excluded.heading,
       body = excluded.body, changed_at_ms = excluded.changed_at_ms, changed_by = excluded.changed_by`,
  )
  const remove = db.prepare('DELETE FROM template WHERE purpose = ? AND channel = ? AND locale = ?')
  const staffName = db.prepare<[string], string>('SELECT name FROM staff WHERE id = ?')
  staffName.pluck()
  const version = db.prepare<[], number>('PRAGMA data_version')
  version.pluck()
  return {
    all: () => all.all(),
    put: (row: TemplateRow) => void put.run(row),
    remove: ({ purpose, channel, locale }: TemplateKey): boolean => remove.run(purpose, channel, locale).changes > 0,
    staffName: (id: string): string | null => staffName.get(id) ?? null,
    /** Changes when another connection wrote; SQLite says so for next to nothing. */
    version: (): number => version.get() ?? 0,
  }
}
