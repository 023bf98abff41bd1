import { useTranslation } from 'react-i18next'
import { useSession } from '../../office-context.tsx'
import { showFace } from '../../route.ts'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { SignInFlow } from '../sign-in/SignInFlow.tsx'

/** The way out of the kiosk: a member of staff signs in, and the screen becomes their desk. */
export function StaffDoor() {
  const { t } = useTranslation('kiosk')
  const { welcome } = useSession()
  const go = useKioskFlow((flow) => flow.go)
  const signedIn = () => {
    showFace('desk')
    return welcome()
  }
  return (
    <SignInFlow title={t('welcome.staffTitle')} onSignedIn={signedIn} onLeave={() => go({ at: 'welcome' })} touchOnly />
  )
}
