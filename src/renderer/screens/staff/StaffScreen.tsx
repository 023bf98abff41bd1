import { Button, Stack, Table, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { StaffAccount } from '../../../contract/staff.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { SessionList } from './SessionList.tsx'
import { StaffDialog } from './StaffDialog.tsx'
import { createStaffModel } from './staff-view-model.ts'

/** Everyone who works here, and who is signed in now. */
export function StaffScreen() {
  const { t } = useTranslation(['staff', 'common'])
  const { ports } = useDesk()
  const [store] = useState(() => createStaffModel(ports.client))
  const { accounts, failure, load, add, edit, reset } = useStore(store)
  useEffect(() => void load(), [load])

  const state = (account: StaffAccount) => {
    if (!account.active) return t('people.inactive')
    if (account.mustChoosePassword) return t('people.newPassword')
    return account.hasTotp || account.email !== null || account.phone !== null ? t('people.two') : t('people.one')
  }
  return (
    <Screen title={t('people.title')} width="wide" primary={{ label: t('people.add'), onPress: add }}>
      {failure && <ProblemMessage problem={failure} onRetry={() => void load()} />}
      {!failure && !accounts && <LoadingRows rows={5} />}
      {accounts && (
        <Stack gap="lg">
          <Table fz="md" verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('people.name')}</Table.Th>
                <Table.Th>{t('people.role')}</Table.Th>
                <Table.Th>{t('people.contacts')}</Table.Th>
                <Table.Th>{t('people.state')}</Table.Th>
                <Table.Th>{t('people.actions')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {accounts.map((account) => (
                <Table.Tr key={account.staffId}>
                  <Table.Td>{account.name}</Table.Td>
                  <Table.Td>{t(`common:role.${account.role}`)}</Table.Td>
                  <Table.Td>
                    <Ltr>{[account.email, account.phone].filter((each) => each !== null).join(' · ')}</Ltr>
                  </Table.Td>
                  <Table.Td>{state(account)}</Table.Td>
                  <Table.Td>
                    <Button variant="subtle" aria-label={t('people.editOf', account)} onClick={() => edit(account)}>
                      {t('people.edit')}
                    </Button>
                    <Button variant="subtle" aria-label={t('people.resetOf', account)} onClick={() => reset(account)}>
                      {t('people.reset')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Title order={2}>{t('sessions.all')}</Title>
          <SessionList of="everyone" />
        </Stack>
      )}
      <StaffDialog store={store} />
    </Screen>
  )
}
