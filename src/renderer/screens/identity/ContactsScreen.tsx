import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Visit } from '../../../contract/visits.ts'
import { useClient } from '../../client/client-context.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { ContactChangePanel } from './ContactChangePanel.tsx'
import { createContactChangeModel } from './contact-change-view-model.ts'

/** The kiosk's page for changing a contact. */
export function ContactsScreen({ visit, onChanged }: { readonly visit: Visit; readonly onChanged: () => void }) {
  const { t } = useTranslation('identity')
  const client = useClient()
  const open = useKioskFlow((flow) => flow.open)
  const [store] = useState(() => createContactChangeModel(client, visit.visitId, onChanged))
  return (
    <Screen title={t('contacts.title')} lead={t('contacts.lead')} onBack={() => open({ at: 'details' })} width="wide">
      <ContactChangePanel store={store} contacts={visit.contacts} />
    </Screen>
  )
}
