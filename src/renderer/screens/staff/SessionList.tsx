import { Button, Table } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../client/problem.ts'
import { timeText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'

const queryKey = ['staffSessions']

interface SessionListProps {
  /** Whose: only one's own, or everyone's, which is for administrators. */
  readonly of: 'me' | 'everyone'
}

/** Who is signed in where, each to be ended at once. */
export function SessionList({ of }: SessionListProps) {
  const { t } = useTranslation('staff')
  const { ports, staff } = useDesk()
  const locale = useIntlLocale()
  const queries = useQueryClient()
  const sessions = useQuery({ queryKey, queryFn: () => ports.client.staff.sessions() })
  const end = useMutation({
    mutationFn: (sessionId: string) => ports.client.staff.endSession({ sessionId }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
    // Not waited for: what went wrong shows at once, however long the list takes.
    onError: () => void queries.invalidateQueries({ queryKey }),
  })
  if (sessions.isPending) return <LoadingRows rows={2} />
  if (sessions.isError)
    return <ProblemMessage problem={problemOf(sessions.error)} onRetry={() => void sessions.refetch()} />
  const shown = sessions.data.filter(({ staffId }) => of === 'everyone' || staffId === staff.staffId)
  const missed = end.isError ? end.variables : null
  return (
    <>
      {missed !== null && <ProblemMessage problem={problemOf(end.error)} onRetry={() => end.mutate(missed)} />}
      <Table fz="md" verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('sessions.who')}</Table.Th>
            <Table.Th>{t('sessions.where')}</Table.Th>
            <Table.Th>{t('sessions.since')}</Table.Th>
            <Table.Th>{t('sessions.how')}</Table.Th>
            <Table.Th>{t('sessions.end')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((session) => (
            <Table.Tr key={session.sessionId}>
              <Table.Td>{session.staffName}</Table.Td>
              <Table.Td>
                <Ltr>{session.terminalLabel}</Ltr>
              </Table.Td>
              <Table.Td>{timeText(session.createdAtMs, locale)}</Table.Td>
              <Table.Td>{t(`sessions.by.${session.how}`)}</Table.Td>
              <Table.Td>
                {session.own ? (
                  t('sessions.own')
                ) : (
                  <Button
                    variant="default"
                    loading={end.isPending && end.variables === session.sessionId}
                    onClick={() => end.mutate(session.sessionId)}
                  >
                    {t('sessions.end')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}
