import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './HeadquartersPanel.module.css'

interface MoreRowsProps {
  readonly shown: number
  readonly total: number
  readonly onMore: () => void
}

/** Below a list that goes on. */
export function MoreRows({ shown, total, onMore }: MoreRowsProps) {
  const { t } = useTranslation('headquarters')
  return (
    <div className={classes.more}>
      <span className={classes.quiet}>{t('list.shown', { shown, total: Math.max(shown, total) })}</span>
      <Button variant="default" onClick={onMore}>
        {t('list.more')}
      </Button>
    </div>
  )
}
