import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'

/** Long enough to read, short enough for the next in the queue. */
const staysMs = 5000

export function GoodbyeScreen() {
  const { t } = useTranslation('kiosk')
  const go = useKioskFlow((flow) => flow.go)
  useEffect(() => {
    const timer = setTimeout(() => go({ at: 'welcome' }), staysMs)
    return () => clearTimeout(timer)
  }, [go])
  return (
    <Screen
      title={t('goodbye.title')}
      place="middle"
      primary={{ label: t('goodbye.done'), onPress: () => go({ at: 'welcome' }) }}
    >
      <StateMessage tone="good" size="page" title={t('goodbye.thanks')}>
        {t('goodbye.explain')}
      </StateMessage>
    </Screen>
  )
}
