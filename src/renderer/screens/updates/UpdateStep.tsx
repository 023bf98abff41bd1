import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { UpdateState } from '../../../contract/update.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './UpdatesPanel.module.css'

type Step = UpdateState['step']
type Refused = Extract<Step, { kind: 'refused' }>

/** What to do about a refusal: wait, make room, or tell the publisher. */
function moreOf(why: Refused['why']) {
  if (why === 'unreachable') return 'refused.unreachableMore'
  if (why === 'backup_failed') return 'refused.backup_failedMore'
  return why === 'broken_download' ? 'refused.againMore' : 'refused.more'
}

/** What is known of a newer version, and what follows. */
export function UpdateStep({ step, onInstall }: { readonly step: Step; readonly onInstall: () => void }) {
  const { t } = useTranslation('updates')
  switch (step.kind) {
    case 'off':
      return (
        <StateMessage
          tone={step.why === 'insecure_feed' || step.why === 'no_key' ? 'warning' : 'info'}
          title={t(`off.${step.why}`)}
        >
          {t(`off.${step.why}More`)}
        </StateMessage>
      )
    case 'checking':
      return <StateMessage tone="info" title={t('checking')} />
    case 'current':
      return <StateMessage tone="good" title={t('current')} />
    case 'not_yet':
      return (
        <StateMessage tone="info" title={t('notYet', { version: step.offered })}>
          {t('notYetMore')}
        </StateMessage>
      )
    case 'downloading':
      return (
        <StateMessage tone="info" title={t('downloading', { version: step.offered })}>
          {t('downloadingMore')}
        </StateMessage>
      )
    case 'ready':
      return (
        <StateMessage
          tone="good"
          title={t('ready', { version: step.offered })}
          action={
            <Button onClick={onInstall} disabled={step.waitingFor.length > 0}>
              {t('install')}
            </Button>
          }
        >
          {step.waitingFor.length === 0 ? (
            t('readyMore')
          ) : (
            <>
              {t('waits')}
              <ul className={classes.reasons}>
                {step.waitingFor.map((reason) => (
                  <li key={reason}>{t(`wait.${reason}`)}</li>
                ))}
              </ul>
            </>
          )}
        </StateMessage>
      )
    case 'installing':
      return (
        <StateMessage tone="info" title={t('installing', { version: step.offered })}>
          {t('installingMore')}
        </StateMessage>
      )
    case 'refused':
      return (
        <StateMessage tone="warning" title={t(`refused.${step.why}`)}>
          {t(moreOf(step.why))}
        </StateMessage>
      )
  }
}
