import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../contract/audit.ts'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { Cell, EntryRow } from '../records/EntryRow.tsx'
import { useRecordWords } from '../records/use-record-words.ts'
import { useTrailFacts } from './use-trail-facts.tsx'

interface TrailRowProps {
  readonly entry: AuditEntry
  readonly open: boolean
  readonly onToggle: () => void
}

/** One entry: what, who, whom, where and when, with which outcome; opened, everything about it. */
export function TrailRow({ entry, open, onToggle }: TrailRowProps) {
  const { t } = useTranslation('audit')
  const locale = useIntlLocale()
  const { say } = useRecordWords()
  const facts = useTrailFacts()
  const { actor, subject, customer, terminal } = entry
  const who = actor.kind === 'customer' || actor.kind === 'system' ? t(`trail.${actor.kind}`) : actor.name
  const whom = customer === null ? subject.kind !== 'other' && subject.text : customer.name
  const cells = (
    <>
      <Cell
        strong
        main={<bdi>{say(`actions.${entry.action}`, entry.action)}</bdi>}
        more={<bdi>{say(`outcomes.${entry.outcome}`, entry.outcome)}</bdi>}
      />
      <Cell
        main={<bdi>{whom || (subject.kind === 'other' ? '—' : t(`trail.subjects.${subject.kind}`))}</bdi>}
        more={customer && <Ltr>{customer.accountNo}</Ltr>}
      />
      <Cell main={<bdi>{who}</bdi>} more={terminal === null ? t('trail.noTerminal') : <Ltr>{terminal.label}</Ltr>} />
      <Cell main={momentText(entry.atMs, locale)} more={<Ltr>#{entry.seq}</Ltr>} />
    </>
  )
  return <EntryRow cells={cells} open={open} onToggle={onToggle} facts={() => facts(entry)} />
}
