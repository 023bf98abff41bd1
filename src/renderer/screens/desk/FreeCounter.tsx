import { Button, Title } from '@mantine/core'
import { UserCheck, UserPlus } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useOffice } from '../../office-context.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from './desk-context.tsx'
import classes from './FreeCounter.module.css'
import { OpenVisits } from './OpenVisits.tsx'
import { focusSearch } from './use-desk-shortcuts.ts'

/** Nobody at the counter: ready for the next search, with the visits that are still open here. */
export function FreeCounter() {
  const { t } = useTranslation(['desk', 'identity'])
  const { store, staff } = useDesk()
  const office = useOffice()
  const notice = useStore(store, (state) => state.notice)

  useEffect(() => {
    focusSearch()
    void store.getState().loadOpenVisits()
  }, [store])

  const administrator = staff.role === 'administrator'
  const addButton = (
    <Button
      variant={office.empty && !administrator ? 'filled' : 'default'}
      leftSection={<UserPlus aria-hidden size={20} />}
      onClick={() => store.getState().add('')}
    >
      {t('free.add')}
    </Button>
  )
  const registerButton = (
    <Button
      variant="default"
      leftSection={<UserCheck aria-hidden size={20} />}
      onClick={() => store.getState().register()}
    >
      {t('identity:register.desk')}
    </Button>
  )
  return (
    <div className={classes.free}>
      {notice && (
        <StateMessage
          tone={notice === 'visit_closed' ? 'warning' : 'good'}
          title={t(`free.${notice}`)}
          action={
            notice === 'visit_closed' && (
              <Button variant="default" onClick={() => store.getState().dismissNotice()}>
                {t('free.dismiss')}
              </Button>
            )
          }
        />
      )}
      {office.empty ? (
        <StateMessage
          tone="empty"
          size="page"
          title={t('free.emptyTitle')}
          action={
            <div className={classes.actions}>
              {administrator && <Button onClick={() => store.getState().goTo('transfers')}>{t('free.import')}</Button>}
              {addButton}
              {registerButton}
            </div>
          }
        >
          {t(administrator ? 'free.emptyMore' : 'free.emptyMoreClerk')}
        </StateMessage>
      ) : (
        <div className={classes.welcome}>
          <Title order={1}>{t('free.title')}</Title>
          <p className={classes.lead}>{t('free.lead')}</p>
          <div className={classes.actions}>
            {addButton}
            {registerButton}
          </div>
        </div>
      )}
      <OpenVisits />
    </div>
  )
}
