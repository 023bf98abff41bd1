import { Button } from '@mantine/core'
import { MessageSquareHeart, ReceiptText, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { Money } from '../../ui/Money.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useKioskFlow } from '../kiosk/kiosk-context.tsx'
import { unpaidOf, type VisitData } from '../kiosk/visit-view-model.ts'
import classes from './HomeScreen.module.css'

/** What the customer can do now. Paying comes first where something is owed. */
export function HomeScreen({ data }: { readonly data: VisitData }) {
  const { t } = useTranslation('kiosk')
  const open = useKioskFlow((flow) => flow.open)
  const end = useKioskFlow((flow) => flow.end)
  const unpaid = unpaidOf(data.bills)
  const owes = unpaid.length > 0
  const finish = () => end('finished')
  return (
    <Screen
      title={t('home.title', { name: data.visit.customerName })}
      place="middle"
      primary={
        owes
          ? { label: t('home.pay'), onPress: () => open({ at: 'bills' }) }
          : { label: t('home.finish'), onPress: finish }
      }
      secondary={
        owes && (
          <Button variant="default" onClick={finish}>
            {t('home.finish')}
          </Button>
        )
      }
    >
      <section className={classes.balance} aria-label={t('home.balance')}>
        <p className={classes.label}>{t('home.balance')}</p>
        <Money amountMinor={data.balanceMinor} size="total" />
        {data.overdueMinor > 0 && (
          <p className={classes.overdue}>
            {t('home.overdue')} <Money amountMinor={data.overdueMinor} />
          </p>
        )}
        {!owes && <p className={classes.label}>{t('home.nothing')}</p>}
      </section>
      <ChoiceGrid columns={1}>
        <ChoiceCard
          title={t('home.bills')}
          more={owes ? t('home.unpaid', { count: unpaid.length }) : t('home.allPaid')}
          icon={<ReceiptText size={36} />}
          onPress={() => open({ at: 'bills' })}
        />
        <ChoiceCard
          title={t('home.feedback')}
          more={t('home.feedbackMore')}
          icon={<MessageSquareHeart size={36} />}
          onPress={() => open({ at: 'feedback' })}
        />
        <ChoiceCard
          title={t('home.details')}
          more={t('home.detailsMore')}
          icon={<UserRound size={36} />}
          onPress={() => open({ at: 'details' })}
        />
      </ChoiceGrid>
    </Screen>
  )
}
