import { Box, Button, Group, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { CodeInput } from '../../ui/CodeInput.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { codeDigits } from './code-digits.ts'
import { RefusalMessage } from './RefusalMessage.tsx'
import { SendAgain } from './SendAgain.tsx'
import type { SignInStep, SignInStore } from './sign-in-view-model.ts'

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
          {t(`factor.lead.${kind}`)} {to !== '' && <Ltr>{to}</Ltr>}
        </p>
        {kind === 'recovery' ? (
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
        ) : (
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
          <RefusalMessage refusal={refusal} what="code" onUnlock={unlock} />
        </Box>
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
