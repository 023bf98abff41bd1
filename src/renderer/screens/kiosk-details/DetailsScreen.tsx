import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Visit } from '../../../contract/visits.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { PhoneText } from '../../ui/PhoneText.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import classes from './DetailsScreen.module.css'

/** What the office knows about the customer. Contacts change here with codes; the rest is the desk's work. */
export function DetailsScreen({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation(['kiosk', 'common', 'identity'])
  const open = useKioskFlow((flow) => flow.open)
  const home = () => open({ at: 'home' })
  const phones = visit.contacts.filter((contact) => contact.kind === 'phone')
  const emails = visit.contacts.filter((contact) => contact.kind === 'email')
  return (
    <Screen
      title={t('home.details')}
      onBack={home}
      primary={{ label: t('common:action.done'), onPress: home }}
      secondary={
        <>
          <Button variant="default" onClick={() => open({ at: 'contacts' })}>
            {t('identity:contacts.title')}
          </Button>
          <Button variant="default" onClick={() => open({ at: 'authenticator' })}>
            {t('identity:authenticator.title')}
          </Button>
        </>
      }
    >
      <dl className={classes.list}>
        <Line name={t('details.name')}>
          <bdi>{visit.customerName}</bdi>
        </Line>
        <Line name={t('details.account')}>
          <Ltr>{visit.accountNo}</Ltr>
        </Line>
        <Line name={t('details.address')}>
          <bdi>{visit.address || t('details.none')}</bdi>
        </Line>
        {visit.ward !== '' && (
          <Line name={t('details.ward')}>
            <bdi>{visit.ward}</bdi>
          </Line>
        )}
        {phones.map((contact) => (
          <Line key={contact.contactId} name={t('details.phone')}>
            <PhoneText value={contact.value} />
          </Line>
        ))}
        {emails.map((contact) => (
          <Line key={contact.contactId} name={t('details.email')}>
            <Ltr>{contact.value}</Ltr>
          </Line>
        ))}
      </dl>
      <StateMessage tone="info" title={t('details.change')} />
    </Screen>
  )
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.line}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
