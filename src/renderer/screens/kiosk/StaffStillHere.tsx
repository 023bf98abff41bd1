import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffMember } from '../../../contract/session.ts'
import { useClient } from '../../client/client-context.tsx'
import { type Problem, problemOf } from '../../client/problem.ts'
import { useSession } from '../../office-context.tsx'
import { showFace } from '../../route.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'

/** A kiosk under a clerk's name would give a customer a clerk's rights, so the clerk signs out first. */
export function StaffStillHere({ staff }: { readonly staff: StaffMember }) {
  const { t } = useTranslation(['kiosk', 'common'])
  const client = useClient()
  const { refresh } = useSession()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const signOut = async () => {
    setBusy(true)
    try {
      await client.session.signOut()
      await refresh()
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Screen
      title={t('staffHere.title', { name: staff.name })}
      place="middle"
      primary={{ label: t('staffHere.start'), onPress: () => void signOut(), busy }}
      secondary={
        <Button variant="default" onClick={() => showFace('desk')}>
          {t('staffHere.desk')}
        </Button>
      }
    >
      {problem ? <ProblemMessage problem={problem} /> : <StateMessage tone="info" title={t('staffHere.explain')} />}
    </Screen>
  )
}
