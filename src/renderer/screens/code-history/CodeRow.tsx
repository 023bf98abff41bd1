import { useTranslation } from 'react-i18next'
import type { SentCode } from '../../../contract/code-history.ts'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { StatusMark } from '../messages/StatusMark.tsx'
import { Cell, EntryRow } from '../records/EntryRow.tsx'
import { useRecordWords } from '../records/use-record-words.ts'
import { useCodeFacts } from './use-code-facts.tsx'

interface CodeRowProps {
  readonly code: SentCode
  readonly open: boolean
  readonly onToggle: () => void
}

const tones = {
  waiting: 'unsure',
  verified: 'good',
  expired: 'quiet',
  superseded: 'quiet',
  exhausted: 'bad',
  cancelled: 'quiet',
} as const

/** One code: to whom, by what, when, how its message fared, and what became of it. */
export function CodeRow({ code, open, onToggle }: CodeRowProps) {
  const { t } = useTranslation(['audit', 'common'])
  const locale = useIntlLocale()
  const { say } = useRecordWords()
  const facts = useCodeFacts()
  const { customer, message } = code
  const cells = (
    <>
      <Cell
        strong
        main={<bdi>{code.decoy ? t('codes.nobody') : (customer?.name ?? '—')}</bdi>}
        more={<Ltr>{code.contact}</Ltr>}
      />
      <Cell
        main={
          <StatusMark tone={tones[code.outcome]}>
            {t(`codes.outcomes.${code.outcome}`)}
            {code.wrongTries > 0 && ` · ${t('codes.wrong', { count: code.wrongTries })}`}
          </StatusMark>
        }
        more={message === null ? t('codes.notSent') : t(`codes.message.${message.status}`)}
      />
      <Cell
        main={t(`common:channel.${code.channel}`)}
        more={<bdi>{say(`codes.purposes.${code.purpose}`, code.purpose)}</bdi>}
      />
      <Cell
        main={momentText(code.createdAtMs, locale)}
        more={<Ltr>{[code.reference, code.terminalLabel].filter(Boolean).join(' · ')}</Ltr>}
      />
    </>
  )
  return <EntryRow cells={cells} open={open} onToggle={onToggle} facts={() => facts(code)} />
}
