import { Button, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TerminalView } from '../../../contract/terminals.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { Card } from '../../ui/Card.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { RemoveButton } from '../../ui/RemoveButton.tsx'
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
  const where = remoteAddress === '' ? '–' : <Ltr>{remoteAddress}</Ltr>
  const paired = pairedAtMs !== null && (
    <>
      <bdi>{pairedByName ?? '–'}</bdi>, {momentText(pairedAtMs, locale)}
    </>
  )
  return (
    <Card
      heading={
        <Title order={3}>
          <bdi>{nameOf(terminal)}</bdi>
        </Title>
      }
      more={
        <>
          {name !== '' && <Ltr>{label}</Ltr>}
          {name !== '' && ' · '}
          {t(face === null ? 'face.any' : `face.${face}`)}
          {here && ` · ${t('card.here')}`}
        </>
      }
      aside={
        <>
          <Button variant="default" onClick={onChange} aria-label={t('card.changeOf', { name: nameOf(terminal) })}>
            {t('card.change')}
          </Button>
          {!here && (
            <RemoveButton onClick={onRevoke} aria-label={t('card.revokeOf', { name: nameOf(terminal) })}>
              {t('card.revoke')}
            </RemoveButton>
          )}
        </>
      }
    >
      <Facts
        className={classes.facts}
        facts={[
          { label: t('card.where'), value: origin === 'local' ? t('card.local') : where },
          {
            label: t('card.lastSeen'),
            value: lastSeenAtMs === null ? t('card.never') : momentText(lastSeenAtMs, locale),
          },
          ...(paired ? [{ label: t('card.pairedBy'), value: paired }] : []),
        ]}
      />
    </Card>
  )
}
