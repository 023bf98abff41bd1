import { Button, Stack, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useSession } from '../../office-context.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Row, RowList } from '../../ui/Row.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { SessionList } from '../staff/SessionList.tsx'
import { AccountDialog } from './AccountDialog.tsx'
import classes from './AccountScreen.module.css'
import { type AccountTask, createAccountModel } from './account-view-model.ts'

/** A person's own password, PIN and second factors, and where they are signed in. */
export function AccountScreen() {
  const { t } = useTranslation('staff')
  const { ports, staff } = useDesk()
  const { refresh } = useSession()
  const [store] = useState(() => createAccountModel(ports.client))
  const { account, failure, changed, load, begin } = useStore(store)
  useEffect(() => void load(), [load])
  useEffect(() => {
    if (changed !== null) void refresh()
  }, [changed, refresh])

  const row = (task: AccountTask, title: string, now: string, action: string) => (
    <Row>
      <span className={classes.words}>
        <strong>{title}</strong>
        <span>{now}</span>
      </span>
      <Button variant="default" onClick={() => begin(task)} aria-label={`${title}: ${action}`}>
        {action}
      </Button>
    </Row>
  )
  return (
    <Screen title={t('account.title')} lead={staff.name} width="wide">
      {failure && <ProblemMessage problem={failure} onRetry={() => void load()} />}
      {!failure && !account && <LoadingRows rows={5} />}
      {account && (
        <Stack gap="lg">
          {changed && <StateMessage tone="good" title={t(`account.changed.${changed}`)} />}
          <p>
            {t('account.contacts')}{' '}
            <Ltr>{[account.email, account.phone].filter((each) => each !== null).join(' · ')}</Ltr>
            {account.email === null && account.phone === null && t('account.noContacts')}
          </p>
          <RowList>
            {row('password', t('account.password'), t('account.passwordMore'), t('account.change'))}
            {row('pin', t('account.pin'), t(account.hasPin ? 'account.pinSet' : 'account.pinNone'), t('account.set'))}
            {account.hasBadge
              ? row('remove_badge', t('account.badge'), t('account.badgeSet'), t('account.remove'))
              : row('badge', t('account.badge'), t('account.badgeNone'), t('account.set'))}
            {account.hasTotp
              ? row('remove_totp', t('account.totp'), t('account.totpSet'), t('account.remove'))
              : row('totp', t('account.totp'), t('account.totpNone'), t('account.set'))}
            {row(
              'recovery',
              t('account.recovery'),
              t('account.recoveryLeft', { count: account.recoveryCodesLeft }),
              t('account.makeCodes'),
            )}
          </RowList>
          <Title order={2}>{t('sessions.title')}</Title>
          <SessionList of="me" />
        </Stack>
      )}
      <AccountDialog store={store} />
    </Screen>
  )
}
