import { Title } from '@mantine/core'
import { CircleCheck, HandCoins, type LucideIcon, MessageSquareText, Smile, UserCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerView } from '../../../contract/customer-display.ts'
import { useOffice } from '../../office-context.tsx'
import { Countdown, secondsUntil } from '../../ui/Countdown.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './CustomerScreen.module.css'

/** One thing at a time, legible from across the counter. `null`: the host has not said yet. */
export function CustomerScreen({ view }: { readonly view: CustomerView | null }) {
  const { name } = useOffice()
  return (
    <main className={classes.screen}>
      <p className={classes.office}>{name}</p>
      <div className={classes.middle} aria-live="polite">
        {view === null ? <Waiting /> : <Shown view={view} />}
      </div>
    </main>
  )
}

interface SceneProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly tone?: 'quiet' | 'good'
  readonly children?: ReactNode
}

function Scene({ icon: Icon, title, tone = 'quiet', children }: SceneProps) {
  return (
    <>
      <Icon aria-hidden size={72} className={classes.icon} data-tone={tone} />
      <Title order={1} className={classes.title ?? ''}>
        {title}
      </Title>
      {children}
    </>
  )
}

function Waiting() {
  const { t } = useTranslation('terminals')
  return <Scene icon={Smile} title={t('customer.waiting')} />
}

function Shown({ view }: { readonly view: CustomerView }) {
  const { t } = useTranslation('terminals')
  switch (view.shows) {
    case 'welcome':
      return (
        <Scene icon={Smile} title={t('customer.welcome')}>
          <p className={classes.more}>{t('customer.welcomeMore')}</p>
        </Scene>
      )
    case 'code':
      return <CodeScene key={view.reference} view={view} />
    case 'visit':
      return (
        <Scene icon={UserCheck} title={t('customer.visitTitle')} tone="good">
          <p className={classes.more}>{t('customer.visitMore')}</p>
        </Scene>
      )
    case 'pay':
      return (
        <Scene icon={HandCoins} title={t('customer.payTitle')}>
          <p className={classes.large}>
            <Money amountMinor={view.amountMinor} />
          </p>
        </Scene>
      )
    case 'paid':
      return <PaidScene view={view} />
  }
}

function CodeScene({ view }: { readonly view: Extract<CustomerView, { shows: 'code' }> }) {
  const { t } = useTranslation(['terminals', 'common'])
  const isOver = secondsUntil(view.expiresAtMs, useNow(1000)) === 0
  if (isOver) return <Scene icon={MessageSquareText} title={t('customer.codeOver')} />
  return (
    <Scene icon={MessageSquareText} title={t('customer.codeTitle')}>
      <p className={classes.more}>{t('customer.codeMore', { count: view.digits })}</p>
      <dl className={classes.facts}>
        <dt>{t('customer.reference')}</dt>
        <dd className={classes.large}>
          <Ltr>{view.reference}</Ltr>
        </dd>
      </dl>
      <p className={classes.more}>
        {t('customer.sentBy', { channel: t(`common:channel.${view.channel}`) })} · <Countdown toMs={view.expiresAtMs} />
      </p>
    </Scene>
  )
}

function PaidScene({ view }: { readonly view: Extract<CustomerView, { shows: 'paid' }> }) {
  const { t } = useTranslation('terminals')
  return (
    <Scene icon={CircleCheck} title={t('customer.paidTitle')} tone="good">
      <dl className={classes.facts}>
        <dt>{t('customer.paid')}</dt>
        <dd className={classes.large}>
          <Money amountMinor={view.amountMinor} />
        </dd>
        {view.changeMinor !== null && view.changeMinor > 0 && (
          <>
            <dt>{t('customer.change')}</dt>
            <dd className={classes.large}>
              <Money amountMinor={view.changeMinor} />
            </dd>
          </>
        )}
        <dt>{t('customer.receipt')}</dt>
        <dd>
          <Ltr>{view.receiptNo}</Ltr>
        </dd>
      </dl>
    </Scene>
  )
}
