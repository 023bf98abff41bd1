import { Button, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TerminalView } from '../../../contract/terminals.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import classes from './TerminalCard.module.css'
import { nameOf } from './terminals-view-model.ts'

interface TerminalCardProps {
  readonly terminal: TerminalView
  readonly onChange: () => void
  readonly onRevoke: () => void
}

/** One terminal: what it is called, what it opens with, where it is, who let it in. */
export function TerminalCard({ terminal, onChange, onRevoke }: TerminalCardProps) {
  const { t } = useTranslation('terminals')
  const locale = useLocale()
  const { label, name, face, origin, remoteAddress, lastSeenAtMs, pairedByName, pairedAtMs, here } = terminal
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <div className={classes.names}>
          <Title order={3} className={classes.name ?? ''}>
            <bdi>{nameOf(terminal)}</bdi>
          </Title>
          <span className={classes.quiet}>
            {name !== '' && <Ltr>{label}</Ltr>}
            {name !== '' && ' · '}
            {t(face === null ? 'face.any' : `face.${face}`)}
            {here && ` · ${t('card.here')}`}
          </span>
        </div>
        <div className={classes.actions}>
          <Button variant="default" onClick={onChange} aria-label={t('card.changeOf', { name: nameOf(terminal) })}>
            {t('card.change')}
          </Button>
          {!here && (
            <Button
              variant="subtle"
              color="red.8"
              className={classes.revoke ?? ''}
              onClick={onRevoke}
              aria-label={t('card.revokeOf', { name: nameOf(terminal) })}
            >
              {t('card.revoke')}
            </Button>
          )}
        </div>
      </div>
      <dl className={classes.facts}>
        <div>
          <dt>{t('card.where')}</dt>
          <dd>{origin === 'local' ? t('card.local') : remoteAddress === '' ? '–' : <Ltr>{remoteAddress}</Ltr>}</dd>
        </div>
        <div>
          <dt>{t('card.lastSeen')}</dt>
          <dd>{lastSeenAtMs === null ? t('card.never') : momentText(lastSeenAtMs, locale)}</dd>
        </div>
        {pairedAtMs !== null && (
          <div>
            <dt>{t('card.pairedBy')}</dt>
            <dd>
              <bdi>{pairedByName ?? '–'}</bdi>, {momentText(pairedAtMs, locale)}
            </dd>
          </div>
        )}
      </dl>
    </li>
  )
}
