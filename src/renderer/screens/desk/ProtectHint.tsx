import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useSession } from '../../office-context.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from './desk-context.tsx'
import classes from './ProtectHint.module.css'

/** Whoever signs in with a password alone is asked to add a second factor, while nobody stands at the counter. */
export function ProtectHint({ onLater }: { readonly onLater: () => void }) {
  const { t } = useTranslation('staff')
  const { session } = useSession()
  const { store, unsaved } = useDesk()
  const free = useStore(store, (state) => state.section === 'counter' && state.counter.kind === 'free')
  if (!session.unprotected || !free) return null
  const actions = (
    <div className={classes.actions}>
      <Button variant="default" onClick={() => unsaved.getState().leave(() => store.getState().goTo('account'))}>
        {t('protect.go')}
      </Button>
      <Button variant="subtle" onClick={onLater}>
        {t('protect.later')}
      </Button>
    </div>
  )
  return (
    <div className={classes.hint}>
      <StateMessage tone="warning" title={t('protect.title')} action={actions}>
        {t('protect.more')}
      </StateMessage>
    </div>
  )
}
