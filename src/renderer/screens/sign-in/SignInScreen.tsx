import { Button } from '@mantine/core'
import { MonitorSmartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useOffice, useSession } from '../../office-context.tsx'
import { showFace } from '../../route.ts'
import { ColorSchemeToggle } from '../../ui/ColorSchemeToggle.tsx'
import { LanguageMenu } from '../../ui/LanguageMenu.tsx'
import { SignInFlow } from './SignInFlow.tsx'

/** The desk's door. From here the screen can also become a kiosk. */
export function SignInScreen() {
  const { t } = useTranslation()
  const office = useOffice()
  const { welcome } = useSession()
  const signedIn = () => {
    showFace('desk')
    return welcome()
  }
  return (
    <SignInFlow
      title={office.name}
      onSignedIn={signedIn}
      aside={
        <>
          <LanguageMenu />
          <ColorSchemeToggle />
        </>
      }
      secondary={
        <Button
          variant="subtle"
          leftSection={<MonitorSmartphone aria-hidden size={24} />}
          onClick={() => showFace('kiosk')}
        >
          {t('signIn.kiosk')}
        </Button>
      }
    />
  )
}
