import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { UpdateStep } from './UpdateStep.tsx'
import classes from './UpdatesPanel.module.css'
import { createUpdatesModel } from './updates-view-model.ts'

/** A download goes on, and a visit ends, while one looks. */
const lookEveryMs = 3000

/** The version that runs, and the way to a newer one. */
export function UpdatesPanel() {
  const { t } = useTranslation('updates')
  const locale = useIntlLocale()
  const { ports } = useDesk()
  const [store] = useState(() => createUpdatesModel(ports))
  const { state, asking, failure, load, check, askToInstall, back, install } = useStore(store)

  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), lookEveryMs)
    return () => clearInterval(timer)
  }, [load])

  if (state.kind === 'loading') return <LoadingRows rows={3} />
  if (state.kind === 'failed') return <ProblemMessage problem={state.failure} onRetry={() => void load()} />
  const { version, channel, checkedAtMs, step } = state.update
  const offered = step.kind === 'ready' ? step.offered : ''
  return (
    <div className={classes.panel}>
      {failure && <ProblemMessage problem={failure} onRetry={() => void check()} />}
      <UpdateStep step={step} onInstall={askToInstall} />
      <Facts
        className={classes.facts}
        strong
        facts={[
          { label: t('version'), value: <Ltr>{version}</Ltr> },
          ...(step.kind === 'off'
            ? []
            : [
                { label: t('channel.label'), value: t(`channel.${channel}`) },
                { label: t('checked'), value: checkedAtMs === null ? t('never') : momentText(checkedAtMs, locale) },
              ]),
        ]}
      />
      {step.kind !== 'off' && (
        <div>
          <Button
            variant="default"
            onClick={() => void check()}
            loading={asking === 'checking'}
            disabled={step.kind === 'installing'}
          >
            {t('check')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={asking === 'confirming' || asking === 'installing'}
        title={t('confirm.title', { version: offered })}
        confirmLabel={t('confirm.yes')}
        cancelLabel={t('confirm.no')}
        busy={asking === 'installing'}
        onConfirm={() => void install()}
        onClose={back}
      >
        {t('confirm.body')}
      </ConfirmDialog>
    </div>
  )
}
