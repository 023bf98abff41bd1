import { useTranslation } from 'react-i18next'
import type { RegisterOutcome } from '../../../contract/identity.ts'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from '../identity/identity.module.css'

type Known = Extract<RegisterOutcome, { outcome: 'known' }>['customers']

/** Who has the contact already: the clerk goes on with one of them instead of making a second account. */
export function KnownContact({ customers }: { readonly customers: Known }) {
  const { t } = useTranslation('identity')
  const { store: desk } = useDesk()
  return (
    <section className={classes.panel}>
      <StateMessage tone="warning" title={t('register.known')} />
      <ChoiceGrid columns={1}>
        {customers.map(({ customerId, name, accountNo }) => (
          <ChoiceCard
            key={customerId}
            title={name}
            more={<Ltr>{accountNo}</Ltr>}
            onPress={() => desk.getState().choose(customerId)}
          />
        ))}
      </ChoiceGrid>
    </section>
  )
}
