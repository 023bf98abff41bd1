import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../contract/audit.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import type { Fact } from '../../ui/Facts.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { useRecordWords } from '../records/use-record-words.ts'

type Value = AuditEntry['detail'][string]

/** Where the words of a detail's value stand. */
const valueWords: Readonly<Record<string, string>> = {
  purpose: 'codes.purposes',
  why: 'proof.why',
  outcome: 'outcomes',
  verifiedBy: 'proofs',
  provenBy: 'proofs',
  by: 'proofs',
}

/** What stays left-to-right: contacts, references, numbers, names of things in the program. */
const technical: ReadonlySet<string> = new Set([
  'contact',
  'added',
  'removed',
  'reference',
  'receiptNo',
  'ticketNo',
  'routes',
  'keys',
  'raw',
])

/** Everything about an entry in plain words; what this version has no words for is shown as it is written. */
export function useTrailFacts(): (entry: AuditEntry) => Fact[] {
  const { t } = useTranslation(['audit', 'common'])
  const { say } = useRecordWords()
  const locale = useIntlLocale()

  function worded(key: string, value: Value): ReactNode {
    if (value === null || value === '') return '—'
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (key === 'amountMinor' && typeof value === 'number') return <Money amountMinor={value} />
    if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value)
    if (key === 'channel' && (value === 'email' || value === 'sms' || value === 'whatsapp'))
      return t(`common:channel.${value}`)
    if (
      (key === 'role' || key === 'roleBefore') &&
      (value === 'clerk' || value === 'supervisor' || value === 'administrator')
    )
      return t(`common:role.${value}`)
    const words = valueWords[key]
    if (words !== undefined) return say(`${words}.${value}`, value)
    return technical.has(key) ? <Ltr>{value}</Ltr> : <bdi>{value}</bdi>
  }

  return (entry) => {
    const { subject, customer } = entry
    const named = subject.kind === 'other' || subject.kind === 'office' || subject.text === ''
    return [
      ...Object.entries(entry.detail).map(([key, value]) => ({
        label: say(`details.${key}`, key),
        value: worded(key, value),
      })),
      ...(customer === null ? [] : [{ label: t('trail.customer'), value: <bdi>{customer.name}</bdi> }]),
      ...(customer === null ? [] : [{ label: t('trail.account'), value: <Ltr>{customer.accountNo}</Ltr> }]),
      ...(named && subject.kind === 'other'
        ? [{ label: t('trail.subject'), value: <Ltr>{subject.text}</Ltr> }]
        : named
          ? []
          : [
              {
                label: `${t('trail.subject')}: ${t(`trail.subjects.${subject.kind}`)}`,
                value: <bdi>{subject.text}</bdi>,
              },
            ]),
      ...(entry.visitId === null ? [] : [{ label: t('trail.visit'), value: <Ltr>{entry.visitId}</Ltr> }]),
      { label: t('trail.action'), value: <Ltr>{`${entry.action} · ${entry.outcome}`}</Ltr> },
    ]
  }
}
