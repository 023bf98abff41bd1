import { Box, Button, Group, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { CodeInput } from '../../ui/CodeInput.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { codeDigits } from './code-digits.ts'
import { RefusalMessage } from './RefusalMessage.tsx'
import { SendAgain } from './SendAgain.tsx'
import { type SignInStep, type SignInStore, sends } from './sign-in-view-model.ts'

interface FactorStepProps {
  readonly id: string
  readonly store: SignInStore
  readonly at: Extract<SignInStep, { step: 'factor' }>
}

/** The second factor: the way first offered, and the others below. */
export function FactorStep({ id, store, at }: FactorStepProps) {
  const { t } = useTranslation('staff')
  const { secret, busy, refusal, type, submit, unlock, chooseWay, sendAgain } = useStore(store)
  const { kind, to } = at.way
  const locked = refusal?.kind === 'locked'
  // Its first code was refused, or lost on the way: it can be asked for anew, and nothing is to be typed yet.
  const unsent = sends(kind) && at.sent === null && !busy
  const others = at.ways.filter((way) => way.kind !== kind)
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="md" align="center">
        <p>
          {t(unsent ? 'factor.lead.unsent' : `factor.lead.${kind}`)} {to !== '' && <Ltr>{to}</Ltr>}
        </p>
        {kind === 'recovery' && (
          <TextInput
            key={kind}
            label={t('factor.code.recovery')}
            dir="ltr"
            w="100%"
            autoComplete="off"
            autoFocus
            maxLength={40}
            value={secret}
            disabled={locked}
            onChange={(event) => type(event.currentTarget.value)}
          />
        )}
        {kind !== 'recovery' && !unsent && (
          <CodeInput
            key={`${kind} ${at.sent?.challengeId}`}
            label={t('factor.code.any')}
            length={codeDigits}
            value={secret}
            disabled={busy || locked}
            invalid={refusal?.kind === 'wrong'}
            autoFocus
            onChange={type}
            onComplete={() => void submit()}
          />
        )}
        <Box w="100%">
          <RefusalMessage refusal={refusal} what="code" onUnlock={unlock} onlyWay={others.length === 0} />
        </Box>
        {unsent && (
          <Button
            variant="default"
            disabled={refusal?.kind === 'not_sent' && refusal.retryAtMs !== null}
            onClick={() => void sendAgain()}
          >
            {t('forgot.go.contact')}
          </Button>
        )}
        {at.sent && <SendAgain key={at.sent.challengeId} sent={at.sent} busy={busy} onSend={() => void sendAgain()} />}
        <Group gap="sm">
          {others.map((way) => (
            <Button key={way.kind} variant="subtle" disabled={busy} onClick={() => void chooseWay(way)}>
              {t(`factor.way.${way.kind}`)}
            </Button>
          ))}
        </Group>
      </Stack>
    </form>
  )
}
