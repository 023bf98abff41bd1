import { Stack, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Ltr } from '../../ui/Ltr.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './DemoReady.module.css'
import type { DemoOffice } from './first-run-view-model.ts'

const knownRoles = ['clerk', 'supervisor', 'administrator'] as const

/** The made-up staff with their passwords and PINs; the host gives them out only this once. */
export function DemoReady({ demo }: { readonly demo: DemoOffice }) {
  const { t } = useTranslation()
  const roleName = (role: string) => {
    const known = knownRoles.find((name) => name === role)
    return known ? t(`role.${known}`) : role
  }
  return (
    <Stack gap="lg">
      <StateMessage tone="good" title={t('firstRun.demoCounts', { customers: demo.customers, bills: demo.bills })} />
      <StateMessage tone="warning" title={t('firstRun.demoPasswords')}>
        {t('firstRun.demoPinsMore')}
      </StateMessage>
      <Table fz="md" verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('firstRun.demoName')}</Table.Th>
            <Table.Th>{t('firstRun.demoRole')}</Table.Th>
            <Table.Th>{t('firstRun.demoPassword')}</Table.Th>
            <Table.Th>{t('firstRun.demoPin')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {demo.staff.map((member) => (
            <Table.Tr key={member.name}>
              <Table.Td>{member.name}</Table.Td>
              <Table.Td>{roleName(member.role)}</Table.Td>
              <Table.Td>
                <Ltr className={classes.pin ?? ''}>{member.password}</Ltr>
              </Table.Td>
              <Table.Td>
                <Ltr className={classes.pin ?? ''}>{member.pin}</Ltr>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}
