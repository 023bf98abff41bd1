import { Button, Group, Modal, Progress, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { ProofStore } from './proof-view-model.ts'

/** The proof under way and its end. Closing it stops it; nothing is lost by that. */
export function ProofDialog({ store }: { readonly store: ProofStore }) {
  const { t } = useTranslation('audit')
  const { state, start, close } = useStore(store)
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('proof.close') }}
      opened={state.kind !== 'closed'}
      onClose={close}
      title={t('proof.title')}
    >
      <Stack>
        {state.kind === 'walking' && (
          <>
            <Progress
              size="xl"
              value={state.total === 0 ? 0 : (state.rows / state.total) * 100}
              aria-label={t('proof.title')}
            />
            <p role="status">{t('proof.walking', { rows: state.rows, count: state.total })}</p>
          </>
        )}
        {state.kind === 'ended' &&
          (state.proof.state === 'whole' ? (
            <StateMessage tone="good" title={t('proof.whole')}>
              {t('proof.wholeMore', { count: state.proof.rows })}
            </StateMessage>
          ) : (
            <StateMessage tone="error" title={t('proof.broken', { seq: state.proof.seq })}>
              {t(`proof.why.${state.proof.why}`)} {t('proof.next')}
            </StateMessage>
          ))}
        {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void start()} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t(state.kind === 'walking' ? 'proof.stop' : 'proof.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
