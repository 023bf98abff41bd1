import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { LogOut, MonitorSmartphone, Power, UserRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { problemOf } from '../../client/problem.ts'
import { useSession } from '../../office-context.tsx'
import { showFace } from '../../route.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { problemTitle } from '../../ui/ProblemMessage.tsx'
import { CloseDialog } from '../desk-close/CloseDialog.tsx'
import { createCloseModel } from '../desk-close/close-view-model.ts'
import { useDesk } from './desk-context.tsx'
import classes from './StaffMenu.module.css'

/** Who is signed in, and the two ways to leave the desk. An open visit is asked about before either. */
export function StaffMenu() {
  const { t } = useTranslation(['desk', 'common', 'terminals'])
  const { t: words } = useTranslation()
  const { ports, store, unsaved, staff } = useDesk()
  const { refresh } = useSession()
  const inVisit = useStore(store, (state) => state.counter.kind === 'visit')
  const [leaving, setLeaving] = useState<'kiosk' | 'signOut' | null>(null)
  const [closing] = useState(() => createCloseModel(ports.client))
  const mayClose = useStore(closing, ({ state }) => state.kind !== 'not_here') && staff.role !== 'clerk'
  useEffect(() => void closing.getState().load(), [closing])

  const leave = async (how: 'kiosk' | 'signOut') => {
    setLeaving(null)
    store.getState().clear()
    try {
      // A kiosk must not inherit the clerk's rights, so both ways sign out.
      await ports.client.session.signOut()
    } catch (error) {
      notifications.show({
        color: 'red',
        title: t('staff.signOutFailed'),
        message: problemTitle(words, problemOf(error)),
      })
      return
    }
    if (how === 'kiosk') showFace('kiosk')
    await refresh()
  }
  const ask = (how: 'kiosk' | 'signOut') =>
    unsaved.getState().leave(() => (inVisit ? setLeaving(how) : void leave(how)))

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="subtle"
            className={classes.who ?? ''}
            leftSection={<UserRound aria-hidden size={24} />}
            // A description, not a label: the name must be what is seen (WCAG 2.5.3).
            aria-description={t('staff.menu', { name: staff.name })}
          >
            <span className={classes.lines}>
              <span className={classes.name} title={staff.name}>
                {staff.name}
              </span>
              <span className={classes.role}>{t(`common:role.${staff.role}`)}</span>
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<UserRound aria-hidden size={20} />}
            onClick={() => unsaved.getState().leave(() => store.getState().goTo('account'))}
          >
            {t('staff.account')}
          </Menu.Item>
          <Menu.Item leftSection={<MonitorSmartphone aria-hidden size={20} />} onClick={() => ask('kiosk')}>
            {t('staff.kiosk')}
          </Menu.Item>
          <Menu.Item leftSection={<LogOut aria-hidden size={20} />} onClick={() => ask('signOut')}>
            {t('staff.signOut')}
          </Menu.Item>
          {mayClose && (
            <Menu.Item
              leftSection={<Power aria-hidden size={20} />}
              onClick={() => unsaved.getState().leave(closing.getState().ask)}
            >
              {t('terminals:closing.offer')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <CloseDialog store={closing} />
      <ConfirmDialog
        opened={leaving !== null}
        title={t('staff.leaveTitle')}
        confirmLabel={t('staff.leaveAnyway')}
        onConfirm={() => leaving && void leave(leaving)}
        onClose={() => setLeaving(null)}
      >
        {t('staff.leaveMore')}
      </ConfirmDialog>
    </>
  )
}
