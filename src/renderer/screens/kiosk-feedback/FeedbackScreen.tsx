import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { AboutWhat } from './AboutWhat.tsx'
import { createFeedbackStore } from './feedback-view-model.ts'
import { HowWasIt } from './HowWasIt.tsx'
import { InYourWords } from './InYourWords.tsx'

/** Hears the customer, one question at a time. */
export function FeedbackScreen({ visitId }: { readonly visitId: string }) {
  const { t } = useTranslation(['kiosk', 'common'])
  const client = useClient()
  const open = useKioskFlow((flow) => flow.open)
  const [store] = useState(() => createFeedbackStore(client, visitId))
  const { state, back, rate, about, send } = useStore(store)
  const home = () => open({ at: 'home' })
  const goBack = () => {
    if (!back()) home()
  }
  switch (state.step) {
    case 'rating':
      return (
        <Screen key="rating" title={t('feedback.rating')} onBack={goBack} place="middle" width="wide">
          <HowWasIt onRate={rate} />
        </Screen>
      )
    case 'category':
      return (
        <Screen key="category" title={t('feedback.category')} onBack={goBack} place="middle">
          <AboutWhat onChoose={about} />
        </Screen>
      )
    case 'words':
      return (
        <Screen
          key="words"
          title={t('feedback.words')}
          lead={t('feedback.wordsMore')}
          onBack={goBack}
          width="wide"
          primary={{ label: t('feedback.send'), onPress: () => void send(), busy: state.sending }}
        >
          <InYourWords store={store} />
        </Screen>
      )
    case 'done':
      return (
        <Screen
          key="done"
          title={t('feedback.title')}
          place="middle"
          primary={{ label: t('common:action.done'), onPress: home }}
        >
          <StateMessage tone="good" size="page" title={t('feedback.thanks')}>
            {t('feedback.number')} <Ltr>{state.ticketNo}</Ltr>
          </StateMessage>
        </Screen>
      )
  }
}
