import { Button } from '@mantine/core'
import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BackupFile } from '../../../contract/backup.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { LineRow } from '../../ui/LineRow.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import classes from './BackupRow.module.css'
import { counted } from './HeldFacts.tsx'

const icons = { verified: CircleCheck, unknown: CircleHelp, damaged: CircleAlert } as const
const words = { verified: 'list.verified', unknown: 'list.unverified', damaged: 'list.damaged' } as const

interface BackupRowProps {
  readonly file: BackupFile
  /** The one to take first. */
  readonly isNewest?: boolean
  readonly onRestore: () => void
}

/** One backup: when, how large, what it holds, and whether it was read back. */
export function BackupRow({ file, isNewest = false, onRestore }: BackupRowProps) {
  const { t } = useTranslation('backup')
  const locale = useLocale()
  const { name, madeAtMs, bytes, holds, state } = file
  const Icon = icons[state]
  const megabytes = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: bytes < 10_000_000 ? 1 : 0,
  }).format(bytes / 1_000_000)
  const moment = momentText(madeAtMs, locale)
  return (
    <LineRow
      words={
        <>
          <strong>
            {moment}
            {isNewest && ` · ${t('closed.newest')}`}
          </strong>
          <Quiet>
            {holds === null
              ? t('list.unknown')
              : counted.map((what) => t(`list.${what}`, { count: holds[what] })).join(' · ')}
          </Quiet>
          <Quiet>
            <Ltr>{name}</Ltr> · <bdi>{megabytes}</bdi>
          </Quiet>
        </>
      }
    >
      <span className={classes.state} data-state={state}>
        <Icon aria-hidden size={20} /> {t(words[state])}
      </span>
      <Button
        variant={isNewest ? 'filled' : 'default'}
        onClick={onRestore}
        disabled={state === 'damaged'}
        aria-label={t('list.restoreOf', { moment })}
      >
        {t('list.restore')}
      </Button>
    </LineRow>
  )
}
