import { useTranslation } from 'react-i18next'
import type { BackupPreview } from '../../../contract/backup.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { Quiet } from '../../ui/Quiet.tsx'
import classes from './HeldFacts.module.css'

/** Of what a backup is counted. */
export const counted = ['customers', 'bills', 'payments'] as const

/** What a backup holds, and what came after it. */
export function HeldFacts({ preview }: { readonly preview: Extract<BackupPreview, { outcome: 'opened' }> }) {
  const { t } = useTranslation('backup')
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  const { holds, lost } = preview
  return (
    <>
      <Quiet>
        {t('restore.office')}: <bdi>{holds.officeName}</bdi>
      </Quiet>
      <table className={classes.counts}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('restore.holds')}</th>
            {lost && <th scope="col">{t('restore.lost')}</th>}
          </tr>
        </thead>
        <tbody>
          {counted.map((what) => (
            <tr key={what}>
              <th scope="row">{t(`restore.${what}`)}</th>
              <td>{number.format(holds[what])}</td>
              {lost && <td data-lost={lost[what] > 0}>{number.format(lost[what])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {lost === null && <Quiet>{t('restore.lostUnknown')}</Quiet>}
    </>
  )
}
