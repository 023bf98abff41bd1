import { Button } from '@mantine/core'
import { Pointer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { languageNames, languages, setLanguage } from '../../i18n/i18n.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useOffice } from '../../office-context.tsx'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useCardScan } from '../../ui/use-card-scan.ts'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import classes from './WelcomeScreen.module.css'

/** Waits for the next person. Nothing of the one before is here. */
export function WelcomeScreen() {
  const { t } = useTranslation('kiosk')
  const { name } = useOffice()
  const locale = useLocale()
  const go = useKioskFlow((flow) => flow.go)
  useCardScan((account) => go({ at: 'identify', account }))
  return (
    <Screen
      title={name}
      place="middle"
      primary={{
        label: t('welcome.begin'),
        onPress: () => go({ at: 'identify', account: null }),
        icon: <Pointer aria-hidden size={28} />,
      }}
      secondary={
        <Button variant="subtle" color="gray" onClick={() => go({ at: 'staff' })}>
          {t('welcome.staff')}
        </Button>
      }
    >
      <div className={classes.welcome}>
        <p className={classes.greeting}>{t('welcome.greeting')}</p>
        <p className={classes.what}>{t('welcome.what')}</p>
        <ChoiceGrid columns={3}>
          {languages.map((each) => (
            <div key={each} lang={each}>
              <ChoiceCard title={languageNames[each]} chosen={each === locale} onPress={() => setLanguage(each)} />
            </div>
          ))}
        </ChoiceGrid>
      </div>
    </Screen>
  )
}
