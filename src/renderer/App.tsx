import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { type AppState, type AppStore, retryAfterMs } from './app-store.ts'
import { onForbidden } from './client/forbidden.ts'
import { useHeartbeat } from './client/use-heartbeat.ts'
import { localeOf, setLanguage } from './i18n/i18n.ts'
import { AppContext } from './office-context.tsx'
import { useFace } from './route.ts'
import { InboxFrame } from './screens/inbox/InboxFrame.tsx'
import { KioskApp } from './screens/kiosk/KioskApp.tsx'
import { SignInScreen } from './screens/sign-in/SignInScreen.tsx'
import { UnreachableScreen } from './screens/unreachable/UnreachableScreen.tsx'
import { Density } from './ui/Density.tsx'
import { LoadingRows } from './ui/LoadingRows.tsx'
import { OfficeMoney } from './ui/OfficeMoney.tsx'

/** The desk is the larger half; a kiosk never needs it. */
const DeskApp = lazy(async () => ({ default: (await import('./screens/desk/DeskApp.tsx')).DeskApp }))

/** Seen once in an office's life. */
const FirstRunScreen = lazy(async () => ({
  default: (await import('./screens/first-run/FirstRunScreen.tsx')).FirstRunScreen,
}))

/** Seen once in a screen's life. */
const PairingScreen = lazy(async () => ({
  default: (await import('./screens/pairing/PairingScreen.tsx')).PairingScreen,
}))

/** Seen on the worst days only. */
const RecoveryScreen = lazy(async () => ({
  default: (await import('./screens/recovery/RecoveryScreen.tsx')).RecoveryScreen,
}))

const CustomerApp = lazy(async () => ({
  default: (await import('./screens/customer/CustomerApp.tsx')).CustomerApp,
}))

/** Holds the place of a part that is read only when it is needed. */
function OnceLoaded({ children }: { readonly children: ReactNode }) {
  return <Suspense fallback={<LoadingRows />}>{children}</Suspense>
}

type Ready = Extract<AppState, { phase: 'ready' }>

/** Chooses the face of this screen: first run, kiosk, sign-in or desk. */
export function App({ store }: { readonly store: AppStore }) {
  const state = useStore(store)
  const { phase, refresh } = state

  useEffect(() => {
    void refresh()
  }, [refresh])

  // Asks who is signed in here now; where it is nobody any more, the sign-in screen takes over, or the pairing screen.
  useEffect(() => onForbidden(() => store.getState().phase === 'ready' && void refresh()), [store, refresh])

  useEffect(() => {
    if (phase !== 'unreachable') return
    const timer = setInterval(() => void refresh(), retryAfterMs)
    return () => clearInterval(timer)
  }, [phase, refresh])

  if (state.phase === 'loading') return <LoadingRows rows={3} />
  if (state.phase === 'unreachable') return <UnreachableScreen />
  if (state.phase === 'recovery') {
    return (
      <OnceLoaded>
        <RecoveryScreen />
      </OnceLoaded>
    )
  }
  if (state.phase === 'unpaired') {
    return (
      <Density name="desk">
        <OnceLoaded>
          <PairingScreen onTerminal={() => void refresh()} />
        </OnceLoaded>
      </Density>
    )
  }
  return (
    <ReadyApp state={state}>
      <FaceOfApp state={state} />
    </ReadyApp>
  )
}

interface ReadyAppProps {
  readonly state: Ready & Pick<ReturnType<AppStore['getState']>, 'refresh' | 'lock' | 'welcome'>
  readonly children: ReactNode
}

function ReadyApp({ state, children }: ReadyAppProps) {
  const { office, session, refresh, lock, welcome } = state
  const values = useMemo(() => ({ office, session, refresh, lock, welcome }), [office, session, refresh, lock, welcome])
  // Only a terminal that was let in, or changed by an administrator, has a face of its own.
  useHeartbeat(session.face !== null)

  // Only the office's own choice moves the language; a person's choice on the screen stays until then.
  useEffect(() => {
    if (office.configured) setLanguage(localeOf(office.defaultLocale))
  }, [office.configured, office.defaultLocale])

  return (
    <AppContext value={values}>
      <OfficeMoney>
        <FrameOfApp>{children}</FrameOfApp>
      </OfficeMoney>
    </AppContext>
  )
}

/** The drawer of messages holds codes: it stands beside every screen but the one that customers look at. */
function FrameOfApp({ children }: { readonly children: ReactNode }) {
  return useFace() === 'customer' ? children : <InboxFrame>{children}</InboxFrame>
}

function FaceOfApp({ state }: { readonly state: Ready }) {
  const chosen = useFace()
  // A terminal that was made a kiosk is one, whatever the address says; through its staff door it becomes a desk.
  const face = state.session.face === 'kiosk' && state.session.staff === null ? 'kiosk' : chosen
  if (!state.office.configured) {
    return (
      <Density name="desk">
        <OnceLoaded>
          <FirstRunScreen />
        </OnceLoaded>
      </Density>
    )
  }
  if (chosen === 'customer') {
    return (
      <OnceLoaded>
        <CustomerApp />
      </OnceLoaded>
    )
  }
  if (face === 'kiosk') return <KioskApp />
  return (
    <Density name="desk">
      {state.session.staff === null ? (
        <SignInScreen />
      ) : (
        <OnceLoaded>
          <DeskApp />
        </OnceLoaded>
      )}
    </Density>
  )
}
