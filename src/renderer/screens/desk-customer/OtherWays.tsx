import { Mail, MessageCircle, MessageSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../../../contract/values.ts'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import type { Way } from './customer-view-model.ts'
import classes from './OtherWays.module.css'

interface OtherWaysProps {
  readonly title: string
  readonly ways: readonly (Way & { readonly value: string })[]
  /** While a code is being asked for, no second way starts. */
  readonly busy: boolean
  readonly onChoose: (way: Way) => void
}

const icons: Readonly<Record<Channel, typeof Mail>> = { email: Mail, sms: MessageSquare, whatsapp: MessageCircle }

/** The quieter ways to send a code, one card each. */
export function OtherWays({ title, ways, busy, onChoose }: OtherWaysProps) {
  const { t } = useTranslation(['desk', 'common'])
  if (ways.length === 0) return null
  return (
    <section>
      <p className={classes.title}>{title}</p>
      <ChoiceGrid columns={2}>
        {ways.map(({ contactId, channel, value }) => {
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
