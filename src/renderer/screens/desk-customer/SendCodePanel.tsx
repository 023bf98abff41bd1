import { Button, Group, Title } from '@mantine/core'
import { Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useOffice } from '../../office-context.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useShortcut } from '../../ui/use-shortcut.ts'
import { VouchButton } from '../desk-vouch/VouchButton.tsx'
import { CodesSwitch } from '../identity/CodesSwitch.tsx'
import { DeskAppButton } from '../identity/DeskAppButton.tsx'
import { type CustomerStore, type Way, waysFor } from './customer-view-model.ts'
import { OtherWays } from './OtherWays.tsx'
import classes from './SendCodePanel.module.css'
import { SendRefusalMessage } from './SendRefusalMessage.tsx'

interface SendCodePanelProps {
  readonly store: CustomerStore
  readonly onEdit: () => void
  readonly onUnlock: () => void
}

/** Sending the code: one large button for the customer's preferred way, the others under it. */
export function SendCodePanel({ store, onEdit, onUnlock }: SendCodePanelProps) {
  const { t } = useTranslation(['desk', 'common', 'identity'])
  const { state, send, load } = useStore(store)
  const { channels } = useOffice()
  const customer = state.kind === 'shown' ? state.customer : null
  const ways = customer ? waysFor(customer, channels) : []
  const [first] = ways
  useShortcut(
    (event) => event.key === 'F2',
    () => first && void send(first),
    first !== undefined && customer?.codes.on === true,
  )
  if (state.kind !== 'shown' || !customer) return null

  const reachedAt = (way: Way) => customer.contacts.find(({ contactId }) => contactId === way.contactId)?.value ?? ''
  const reload = () => void load(customer.customerId)
  const vouch = (
    <>
      {customer.authenticator && <DeskAppButton customerId={customer.customerId} prominent={!customer.codes.on} />}
      <VouchButton customerId={customer.customerId} customerName={customer.name} />
    </>
  )
  const codes = <CodesSwitch customer={customer} onSwitched={reload} />
  if (!customer.codes.on) {
    return (
      <StateMessage
        tone="warning"
        size="page"
        title={t('identity:codes.offTitle')}
        action={<Group justify="center">{vouch}</Group>}
      >
        {t('identity:codes.offHere')}
        {codes}
      </StateMessage>
    )
  }
  if (!first) {
    const add = <Button onClick={onEdit}>{t('send.addContact')}</Button>
    const waysOn = (
      <Group justify="center">
        {add}
        {vouch}
      </Group>
    )
    return (
      <StateMessage tone="warning" size="page" title={t('send.noWay')} action={waysOn}>
        {t(customer.contacts.length === 0 ? 'send.noWayMore' : 'send.noChannel')}
      </StateMessage>
    )
  }
  return (
    <div className={classes.panel}>
      <div>
        <Title order={2}>{t('send.title')}</Title>
        <p className={classes.lead}>{t('send.lead')}</p>
      </div>
      {state.refusal && <SendRefusalMessage refusal={state.refusal.refusal} onUnlock={onUnlock} onReload={reload} />}
      {state.sendFailure && <ProblemMessage problem={state.sendFailure} onRetry={() => void send(first)} />}
      <div className={classes.first}>
        <Button
          className={classes.send ?? ''}
          leftSection={<Send aria-hidden size={24} />}
          loading={state.sending?.contactId === first.contactId && state.sending.channel === first.channel}
          disabled={state.sending !== null}
          onClick={() => void send(first)}
        >
          {t('send.primary', { channel: t(`common:channel.${first.channel}`) })}
        </Button>
        <p className={classes.to}>
          {t('send.to')} <Ltr>{reachedAt(first)}</Ltr>
        </p>
      </div>
      <OtherWays
        title={t('send.others')}
        ways={ways.slice(1).map((way) => ({ ...way, value: reachedAt(way) }))}
        busy={state.sending !== null}
        onChoose={(way) => void send(way)}
      />
      {vouch}
      {codes}
    </div>
  )
}
