import { createContext, useContext } from 'react'
import type { OfficeState } from '../contract/office.ts'
import type { Session } from './app-store.ts'

interface AppValues {
  readonly office: OfficeState
  readonly session: Session
  readonly refresh: () => Promise<void>
  readonly lock: () => Promise<void>
  readonly welcome: () => Promise<void>
}

export const AppContext = createContext<AppValues | null>(null)

function useApp(): AppValues {
  const values = useContext(AppContext)
  if (values === null) throw new Error('The office is known only below App')
  return values
}

/** The office as last read: its name, currency, channels, policies. */
export const useOffice = (): OfficeState => useApp().office

/** Who is at this screen. Call `welcome` after signing in, `refresh` after signing out; both read the office anew too. */
export function useSession(): Omit<AppValues, 'office'> {
  const { session, refresh, lock, welcome } = useApp()
  return { session, refresh, lock, welcome }
}

/** Reads the office anew, after settings were saved or customers were imported. */
export const useRefreshOffice = (): (() => Promise<void>) => useApp().refresh
