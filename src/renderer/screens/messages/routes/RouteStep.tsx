import { ActionIcon } from '@mantine/core'
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ProviderView } from '../../../../contract/providers.ts'
import { useIntlLocale } from '../../../i18n/use-locale.ts'
import classes from './RouteStep.module.css'

interface RouteStepProps {
  readonly view: ProviderView
  /** From 0. */
  readonly place: number
  readonly of: number
  readonly onMove: (step: 1 | -1) => void
  readonly onExclude: () => void
}

/** One provider in its place. */
export function RouteStep({ view, place, of, onMove, onExclude }: RouteStepProps) {
  const { t } = useTranslation('messages')
  const { name } = view
  const number = new Intl.NumberFormat(useIntlLocale()).format(place + 1)
  const off = view.settings?.enabled === false
  return (
    <li className={classes.step}>
      <span className={classes.place}>{number}</span>
      <span className={classes.name}>
        <span>
          <bdi>{name}</bdi>
        </span>
        <span className={classes.more}>{off ? t('routes.off') : t(place === 0 ? 'routes.first' : 'routes.then')}</span>
      </span>
      {of > 1 && (
        <span className={classes.buttons}>
          <ActionIcon aria-label={t('routes.up', { name })} disabled={place === 0} onClick={() => onMove(-1)}>
            <ArrowUp aria-hidden size={24} />
          </ActionIcon>
          <ActionIcon aria-label={t('routes.down', { name })} disabled={place === of - 1} onClick={() => onMove(1)}>
            <ArrowDown aria-hidden size={24} />
          </ActionIcon>
          <ActionIcon aria-label={t('routes.exclude', { name })} onClick={onExclude}>
            <X aria-hidden size={24} />
          </ActionIcon>
        </span>
      )}
    </li>
  )
}
