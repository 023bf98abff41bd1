import { Button, Group, Modal, PasswordInput, Progress, Stack, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { HeldFacts } from './HeldFacts.tsx'
import { createRestoreModel, type RestorePorts, type RestoreProgress } from './restore-view-model.ts'

const lookEveryMs = 700

interface RestoreDialogProps {
  readonly madeAtMs: number
  readonly ports: RestorePorts
  readonly onClose: () => void
}

/** Asks for the passphrase, shows what would come and what would go, and asks for a typed word before it begins. */
export function RestoreDialog({ madeAtMs, ports, onClose }: RestoreDialogProps) {
  const { t } = useTranslation(['backup', 'common'])
  const locale = useLocale()
  const [store] = useState(() => createRestoreModel(ports))
  const { state, passphrase, refused, failure, progress, isStopping, wasStopped } = useStore(store)
  const { type, open, restore, look, stop } = useStore(store)
  const [word, setWord] = useState('')
  const isBusy = state.kind !== 'restarting' && state.isBusy
  const isPreparing = state.kind === 'shown' && state.isBusy
  useEffect(() => {
    if (!isPreparing) return
    const timer = setInterval(() => void look(), lookEveryMs)
    return () => clearInterval(timer)
  }, [isPreparing, look])
  const isTyped = word.trim().toLocaleLowerCase(locale) === t('restore.word').toLocaleLowerCase(locale)
  const close = (): void => {
    if (!isBusy && state.kind !== 'restarting') onClose()
  }
  return (
    <Modal opened onClose={close} size={640} title={t('restore.title')} withCloseButton={false}>
      {state.kind === 'restarting' ? (
        <StateMessage tone="info" title={t('restore.restarting')}>
          {t('restore.restartingMore')}
        </StateMessage>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (state.kind === 'asking') void open()
            else if (isTyped) void restore()
          }}
        >
          <Stack>
            <strong>{t('restore.of', { moment: momentText(madeAtMs, locale) })}</strong>
            {state.kind === 'asking' && (
              <PasswordInput
                data-autofocus
                label={t('restore.passphrase')}
                dir="ltr"
                autoComplete="off"
                maxLength={512}
                value={passphrase}
                onChange={(event) => type(event.currentTarget.value)}
              />
            )}
            {state.kind === 'shown' && (
              <>
                <HeldFacts preview={state.preview} />
                <p>{t('restore.kept')}</p>
                <TextInput
                  data-autofocus
                  label={t('restore.type', { word: t('restore.word') })}
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={40}
                  disabled={state.isBusy}
                  value={word}
                  onChange={(event) => setWord(event.currentTarget.value)}
                />
                {state.isBusy && <Preparing progress={progress} />}
                {wasStopped && <StateMessage tone="info" title={t('restore.stopped')} />}
              </>
            )}
            {refused && <StateMessage tone="error" title={t(`restore.refused.${refused}`)} />}
            {failure && <ProblemMessage problem={failure} />}
            <Group justify="space-between">
              {isPreparing ? (
                <Button
                  variant="default"
                  loading={isStopping}
                  onClick={() => {
                    // Whoever begins again means it.
                    setWord('')
                    void stop()
                  }}
                >
                  {t('restore.stop')}
                </Button>
              ) : (
                <Button variant="default" onClick={close} disabled={isBusy}>
                  {t('common:action.cancel')}
                </Button>
              )}
              {state.kind === 'asking' ? (
                <Button type="submit" loading={state.isBusy} disabled={passphrase === ''}>
                  {t('restore.open')}
                </Button>
              ) : (
                <Button type="submit" color="red.8" loading={state.isBusy} disabled={!isTyped}>
                  {t('restore.now')}
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}

function Preparing({ progress }: { readonly progress: RestoreProgress }) {
  const { t } = useTranslation('backup')
  const step = progress === null ? null : t(`now.step.${progress.step}`)
  return (
    <StateMessage tone="info" title={t('restore.working')}>
      {step}
      {/* Making it ready is one long look with no parts to count. */}
      <Progress
        mt="sm"
        value={progress?.step === 'reading' ? progress.fraction * 100 : 100}
        animated={progress?.step !== 'reading'}
        aria-label={step ?? t('restore.working')}
      />
    </StateMessage>
  )
}
