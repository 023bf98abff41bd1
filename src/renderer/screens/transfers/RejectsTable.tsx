import { Table, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { JobProgress } from '../../../contract/transfers.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import classes from './RejectsTable.module.css'

/** The first rejected rows, so that a small mistake is mended without opening a file. */
export function RejectsTable({ progress }: { readonly progress: JobProgress }) {
  const { t } = useTranslation('desk')
  const { rejects, rejected } = progress
  return (
    <section>
      <Title order={2}>{t('transfers.rejects')}</Title>
      {rejected > rejects.length && (
        <p className={classes.more}>{t('transfers.rejectsFirst', { count: rejects.length, all: rejected })}</p>
      )}
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing="sm" striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('transfers.row')}</Table.Th>
              <Table.Th>{t('transfers.column')}</Table.Th>
              <Table.Th>{t('transfers.value')}</Table.Th>
              <Table.Th>{t('transfers.reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rejects.map((reject) => (
              <Table.Tr key={`${reject.row}-${reject.column}-${reject.reason}`}>
                <Table.Td>
                  <Ltr>{reject.row}</Ltr>
                </Table.Td>
                <Table.Td>
                  <Ltr>{reject.column}</Ltr>
                </Table.Td>
                <Table.Td className={classes.value ?? ''} title={reject.value}>
                  <bdi>{reject.value}</bdi>
                </Table.Td>
                <Table.Td>{reject.reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  )
}
