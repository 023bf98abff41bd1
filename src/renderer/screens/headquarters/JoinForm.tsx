import { Button, Checkbox, Stack, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './HeadquartersPanel.module.css'
import type { HeadquartersStore, JoinStep } from './headquarters-view-model.ts'
import { TechnicalDetail } from './TechnicalDetail.tsx'

type Refused = Extract<JoinStep, { kind: 'refused' }>

/** What headquarters is for, and the one-time code. */
export function JoinForm({ store }: { readonly store: HeadquartersStore }) {
  const { t } = useTranslation('headquarters')
  const { code, ca, joinStep, type, join } = useStore(store)
  return (
    <div className={classes.join}>
      <StateMessage tone="info" title={t('join.title')}>
        {t('join.more')}
      </StateMessage>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void join()
        }}
      >
        <Stack>
          <Textarea
            label={t('join.code')}
            description={t('join.codeMore')}
            dir="ltr"
            autosize
            minRows={3}
            maxRows={8}
            spellCheck={false}
            autoComplete="off"
            maxLength={20_000}
            value={code}
            onChange={(event) => type({ code: event.currentTarget.value.replaceAll(/\s+/g, '') })}
          />
          <Checkbox
            label={t('join.ownAuthority')}
            checked={ca !== null}
            onChange={(event) => type({ ca: event.currentTarget.checked ? '' : null })}
          />
          {ca !== null && (
            <Textarea
              label={t('join.ca')}
              description={t('join.caMore')}
              dir="ltr"
              autosize
              minRows={4}
              maxRows={10}
              spellCheck={false}
              autoComplete="off"
              maxLength={20_000}
              value={ca}
              onChange={(event) => type({ ca: event.currentTarget.value })}
            />
          )}
          {joinStep.kind === 'refused' && <JoinRefused refused={joinStep} />}
          {joinStep.kind === 'failed' && <ProblemMessage problem={joinStep.failure} onRetry={() => void join()} />}
          <Button type="submit" loading={joinStep.kind === 'joining'} disabled={code.trim() === ''}>
            {t('join.now')}
          </Button>
        </Stack>
      </form>
    </div>
  )
}

/** The code is what is refused here, not a branch that had joined. */
function JoinRefused({ refused }: { readonly refused: Refused }) {
  const { t } = useTranslation('headquarters')
  const { reason, words } = refused
  if (reason === 'joined' || reason === 'fixed' || reason === 'busy' || reason === 'not_written')
    return <StateMessage tone="error" title={t(`join.${reason}`)} />
  return (
    <StateMessage tone="error" title={reason === 'refused' ? t('join.badCode') : t(`trouble.${reason}`)}>
      {reason === 'refused' && t('join.badCodeMore')}
      <TechnicalDetail words={words} />
    </StateMessage>
  )
}
