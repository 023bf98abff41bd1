import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Bill } from '../../../contract/billing.ts'
import { useClient } from '../../client/client-context.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { useHoldIdle } from '../kiosk/use-idle-timer.ts'
import { PayCodeCard } from './PayCodeCard.tsx'
import { createPayStore, isPaying } from './pay-view-model.ts'

const pollMs = 1500

/**
 * So long nobody is hurried while they pay with their phone. After that the person has most likely left, and the idle
 * timer frees the kiosk; the pay-code itself stays good, so money on its way is not lost.
 */
const patienceMs = 5 * 60_000

interface PayScreenProps {
  readonly visitId: string
  readonly bills: readonly Bill[]
}

/** Shows the QR to pay with a bank's app, and waits until the office sees the money. */
export function PayScreen({ visitId, bills }: PayScreenProps) {
  const { t } = useTranslation(['kiosk', 'common'])
  const client = useClient()
  const open = useKioskFlow((flow) => flow.open)
  const end = useKioskFlow((flow) => flow.end)
  const [store] = useState(() =>
    createPayStore({
      client,
      visitId,
      bills,
      onSettled: (payment) => open({ at: 'receipt', payment }),
      onCancelled: () => open({ at: 'home' }),
    }),
  )
  const { state, create, poll, cancel, again } = useStore(store)
  const [patient, setPatient] = useState(true)
  useHoldIdle(isPaying(state) && patient)
  useEffect(() => void create(), [create])

  const waiting = state.step === 'waiting'
  useEffect(() => {
    if (!waiting) return
    setPatient(true)
    const patience = setTimeout(() => setPatient(false), patienceMs)
    const polling = setInterval(() => void poll(), pollMs)
    return () => {
      clearTimeout(patience)
      clearInterval(polling)
    }
  }, [waiting, poll])

  const home = () => open({ at: 'home' })
  const leave = (
    <Button variant="default" onClick={home}>
      {t('pay.home')}
    </Button>
  )
  switch (state.step) {
    case 'creating':
    case 'settled':
      return (
        <Screen key="creating" title={t('pay.title')} place="middle">
          <LoadingRows />
        </Screen>
      )
    case 'waiting':
      return (
        <Screen
          key="waiting"
          title={t('pay.title')}
          lead={t('pay.lead')}
          width="wide"
          place="middle"
          // What there is to do is done with the phone, so both ways out are quiet ones.
          secondary={
            <>
              <Button variant="default" loading={state.cancelling} onClick={() => void cancel()}>
                {t('pay.cancel')}
              </Button>
              <Button variant="subtle" disabled={state.cancelling} onClick={() => end('finished')}>
                {t('pay.leave')}
              </Button>
            </>
          }
        >
          {state.problem && <ProblemMessage problem={state.problem} />}
          <PayCodeCard payCode={state.payCode} />
        </Screen>
      )
    case 'refused':
      return (
        <Screen key="refused" title={t('pay.title')} place="middle" primary={{ label: t('pay.home'), onPress: home }}>
          <StateMessage tone="warning" size="page" title={t(`pay.refused.${state.reason}`)}>
            {t('pay.refusedMore')}
          </StateMessage>
        </Screen>
      )
    case 'failed':
      return (
        <Screen
          key="failed"
          title={t('pay.title')}
          place="middle"
          primary={{ label: t('common:action.tryAgain'), onPress: () => void create() }}
          secondary={leave}
        >
          <ProblemMessage problem={state.problem} size="page" />
        </Screen>
      )
    case 'over':
      return (
        <Screen
          key="over"
          title={t('pay.title')}
          place="middle"
          primary={{ label: t('pay.again'), onPress: () => void again() }}
          secondary={leave}
        >
          <StateMessage tone="warning" size="page" title={t(`pay.over.${state.why}`)}>
            {t('pay.overMore')}
          </StateMessage>
        </Screen>
      )
  }
}
