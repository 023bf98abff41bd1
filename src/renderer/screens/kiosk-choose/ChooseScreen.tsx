import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import type { Candidate } from '../kiosk/kiosk-flow.ts'
import { createChooseStore } from './choose-view-model.ts'

interface ChooseScreenProps {
  readonly challengeId: string
  readonly customers: readonly Candidate[]
}

/** One phone, several customers: whose bills shall it be? */
export function ChooseScreen({ challengeId, customers }: ChooseScreenProps) {
  const { t } = useTranslation('kiosk')
  const client = useClient()
  const go = useKioskFlow((flow) => flow.go)
  const end = useKioskFlow((flow) => flow.end)
  const [store] = useState(() =>
    createChooseStore({
      client,
      challengeId,
      onVerified: (visitId) => go({ at: 'visit', visitId, page: { at: 'home' } }),
    }),
  )
  const { state, choose } = useStore(store)
  if (state.step === 'over') {
    return (
      <Screen
        key="over"
        title={t('choose.title')}
        place="middle"
        primary={{ label: t('verify.startAgain'), onPress: () => go({ at: 'identify', account: null }) }}
      >
        <StateMessage tone="warning" size="page" title={t('over.expired')}>
          {t('overMore.expired')}
        </StateMessage>
      </Screen>
    )
  }
  return (
    <Screen title={t('choose.title')} lead={t('choose.lead')} onBack={() => end('finished')} place="middle">
      {state.step === 'asking' && state.problem && <ProblemMessage problem={state.problem} />}
      <ChoiceGrid columns={1}>
        {customers.map(({ customerId, name, accountNo }) => (
          <ChoiceCard
            key={customerId}
            title={<bdi>{name}</bdi>}
            more={
              <>
                {t('details.account')} <Ltr>{accountNo}</Ltr>
              </>
            }
            disabled={state.step === 'opening'}
            onPress={() => void choose(customerId)}
          />
        ))}
      </ChoiceGrid>
    </Screen>
  )
}
