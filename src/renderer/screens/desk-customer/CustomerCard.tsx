import { Button, Title } from '@mantine/core'
import { Mail, Pencil, Phone } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../../../contract/customers.ts'
import type { Contact } from '../../../contract/values.ts'
import { languageNames } from '../../i18n/i18n.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { CustomerCodes } from '../code-history/CustomerCodes.tsx'
import classes from './CustomerCard.module.css'

interface CustomerCardProps {
  readonly customer: CustomerDetail
  readonly onEdit: () => void
  /** In a visit the balance is the visit's own, which moves with each payment. */
  readonly balanceMinor?: number
  /** Under the name: that they are verified. */
  readonly mark?: ReactNode
}

function ContactLine({ contact }: { readonly contact: Contact }) {
  const Icon = contact.kind === 'phone' ? Phone : Mail
  return (
    <li className={classes.contact}>
      <Icon aria-hidden size={20} className={classes.icon} />
      <Ltr>{contact.value}</Ltr>
    </li>
  )
}

/** Who is at the counter, in the place where the clerk always finds it. */
export function CustomerCard({ customer, onEdit, balanceMinor, mark }: CustomerCardProps) {
  const { t } = useTranslation(['desk', 'common'])
  const facts = [
    { label: t('customer.address'), value: customer.address || t('customer.noAddress') },
    ...(customer.ward ? [{ label: t('customer.ward'), value: customer.ward }] : []),
    ...(customer.locale ? [{ label: t('customer.language'), value: languageNames[customer.locale] }] : []),
    ...(customer.preferredChannel
      ? [{ label: t('form.preferredChannel'), value: t(`common:channel.${customer.preferredChannel}`) }]
      : []),
  ]
  return (
    <div className={classes.card}>
      <div>
        <Title order={1} className={classes.name ?? ''}>
          <bdi>{customer.name}</bdi>
        </Title>
        <p className={classes.account}>
          {t('customer.account')} <Ltr>{customer.accountNo}</Ltr>
        </p>
        {mark}
      </div>
      <div className={classes.balance}>
        <span className={classes.label}>{t('customer.balance')}</span>
        <Money amountMinor={balanceMinor ?? customer.balanceMinor} size="total" />
        {balanceMinor === undefined && (
          <span className={classes.label}>{t('customer.openBills', { count: customer.openBills })}</span>
        )}
      </div>
      <div className={classes.ways}>
        <span className={classes.label}>{t('customer.contacts')}</span>
        {customer.contacts.length === 0 ? (
          <p className={classes.none}>{t('customer.noContacts')}</p>
        ) : (
          <ul className={classes.contacts}>
            {customer.contacts.map((contact) => (
              <ContactLine key={contact.contactId} contact={contact} />
            ))}
          </ul>
        )}
      </div>
      <dl className={classes.facts}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className={classes.label}>{label}</dt>
            <dd className={classes.value}>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <Button variant="default" leftSection={<Pencil aria-hidden size={20} />} onClick={onEdit}>
        {t('customer.edit')}
      </Button>
      <CustomerCodes customerId={customer.customerId} />
    </div>
  )
}
