import { AccountScreen } from '../account/AccountScreen.tsx'
import { PayCodesScreen } from '../desk-pay-codes/PayCodesScreen.tsx'
import { MessagesScreen } from '../messages/MessagesScreen.tsx'
import { RecordsScreen } from '../records/RecordsScreen.tsx'
import { SettingsScreen } from '../settings/SettingsScreen.tsx'
import { StaffScreen } from '../staff/StaffScreen.tsx'
import { TicketsScreen } from '../tickets/TicketsScreen.tsx'
import { TransfersScreen } from '../transfers/TransfersScreen.tsx'
import { CounterScreen } from './CounterScreen.tsx'
import type { Section } from './desk-view-model.ts'

const screens: Readonly<Record<Section, () => React.ReactNode>> = {
  counter: () => <CounterScreen />,
  pay_codes: () => <PayCodesScreen />,
  tickets: () => <TicketsScreen />,
  transfers: () => <TransfersScreen />,
  messages: () => <MessagesScreen />,
  records: () => <RecordsScreen />,
  staff: () => <StaffScreen />,
  settings: () => <SettingsScreen />,
  account: () => <AccountScreen />,
}

/** The screen of the section that the clerk is in. */
export function DeskSection({ section }: { readonly section: Section }) {
  return screens[section]()
}
