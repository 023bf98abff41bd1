import { Mail, MessageCircle, MessageSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../../../contract/values.ts'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import type { Way } from './customer-view-model.ts'
import classes from './OtherWays.module.css'

interface OtherWaysProps {
  readonly title: string
  /** True where the way tried first has failed, so that the others are what matters now. */
  readonly prominent?: boolean
  readonly ways: readonly (Way & { readonly value: string })[]
  /** While a code is being asked for, no second way starts. */
  readonly busy: boolean
  readonly onChoose: (way: Way) => void
}

const icons: Readonly<Record<Channel, typeof Mail>> = { email: Mail, sms: MessageSquare, whatsapp: MessageCircle }

/** What is read soonest comes first. */
const order: readonly Channel[] = ['sms', 'whatsapp', 'email']

/** The other ways to send a code, one card each: quiet while the first may still do, plain to see once it has failed. */
export function OtherWays({ title, prominent = false, ways, busy, onChoose }: OtherWaysProps) {
  const { t } = useTranslation(['desk', 'common'])
  if (ways.length === 0) return null
  const ordered = ways.toSorted((one, other) => order.indexOf(one.channel) - order.indexOf(other.channel))
  return (
    <section className={classes.ways} data-prominent={prominent}>
      <p className={classes.title}>{title}</p>
      <ChoiceGrid columns={2}>
        {ordered.map(({ contactId, channel, value }) => {
          const Icon = icons[channel]
          return (
            <ChoiceCard
              key={`${contactId}-${channel}`}
              icon={<Icon aria-hidden size={24} />}
              title={t('send.by', { channel: t(`common:channel.${channel}`) })}
              more={<Ltr>{value}</Ltr>}
              disabled={busy}
              onPress={() => onChoose({ contactId, channel })}
            />
          )
        })}
      </ChoiceGrid>
    </section>
  )
}
