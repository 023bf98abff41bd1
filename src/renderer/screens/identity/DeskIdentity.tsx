import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Visit } from '../../../contract/visits.ts'
import { useDesk } from '../desk/desk-context.tsx'
import { ApproveChange } from './ApproveChange.tsx'
import { AuthenticatorPanel } from './AuthenticatorPanel.tsx'
import { createAuthenticatorModel } from './authenticator-view-model.ts'
import { ContactChangePanel } from './ContactChangePanel.tsx'
import { createContactChangeModel } from './contact-change-view-model.ts'
import classes from './identity.module.css'

interface DeskIdentityProps {
  readonly visit: Visit
  readonly onChanged: () => Promise<void>
}

/** Inside a visit at the desk: the customer's contacts and their authenticator app. */
export function DeskIdentity({ visit, onChanged }: DeskIdentityProps) {
  const { t } = useTranslation('identity')
  const { ports } = useDesk()
  const [contacts] = useState(() => createContactChangeModel(ports.client, visit.visitId, () => void onChanged()))
  const [app] = useState(() => createAuthenticatorModel(ports.client, visit.visitId))
  return (
    <div className={classes.panel}>
      <h2 className={classes.plain}>{t('contacts.title')}</h2>
      <ContactChangePanel store={contacts} contacts={visit.contacts} approval={<ApproveChange store={contacts} />} />
      <h2 className={classes.plain}>{t('authenticator.title')}</h2>
      <AuthenticatorPanel store={app} />
    </div>
  )
}
