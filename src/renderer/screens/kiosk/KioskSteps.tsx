import { AppVerifyScreen } from '../identity/AppVerifyScreen.tsx'
import { ChooseScreen } from '../kiosk-choose/ChooseScreen.tsx'
import { GoodbyeScreen } from '../kiosk-finish/GoodbyeScreen.tsx'
import { IdentifyScreen } from '../kiosk-identify/IdentifyScreen.tsx'
import { RegisterScreen } from '../kiosk-register/RegisterScreen.tsx'
import { VerifyScreen } from '../kiosk-verify/VerifyScreen.tsx'
import { StaffDoor } from '../kiosk-welcome/StaffDoor.tsx'
import { WelcomeScreen } from '../kiosk-welcome/WelcomeScreen.tsx'
import { KioskVisit } from './KioskVisit.tsx'
import { useKioskFlow } from './kiosk-context.tsx'

/** One screen for each step of the flow. */
export function KioskSteps() {
  const step = useKioskFlow((flow) => flow.step)
  switch (step.at) {
    case 'welcome':
      return <WelcomeScreen />
    case 'staff':
      return <StaffDoor />
    case 'identify':
      return <IdentifyScreen scanned={step.account} />
    case 'verify':
      return <VerifyScreen first={step.challenge} draft={step.draft ?? null} />
    case 'verify_app':
      return <AppVerifyScreen challenge={step.challenge} />
    case 'register':
      return <RegisterScreen draft={step.draft} />
    case 'choose':
      return <ChooseScreen challengeId={step.challengeId} customers={step.customers} />
    case 'visit':
      return <KioskVisit key={step.visitId} visitId={step.visitId} page={step.page} />
    case 'goodbye':
      return <GoodbyeScreen />
  }
}
