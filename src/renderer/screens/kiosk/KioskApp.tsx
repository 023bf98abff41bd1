import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { onVisitClosed } from '../../client/visit-closed.ts'
import { setLanguage } from '../../i18n/i18n.ts'
import { useOffice, useSession } from '../../office-context.tsx'
import { Density } from '../../ui/Density.tsx'
import { forgetPerson } from './forget.ts'
import { KioskIdle } from './KioskIdle.tsx'
import { KioskSteps } from './KioskSteps.tsx'
import { KioskFlowContext } from './kiosk-context.tsx'
import { createKioskFlow } from './kiosk-flow.ts'
import { StaffStillHere } from './StaffStillHere.tsx'

/** The self-service face of the product. It never runs under a member of staff's name. */
export function KioskApp() {
  const { session } = useSession()
  return <Density name="kiosk">{session.staff === null ? <Kiosk /> : <StaffStillHere staff={session.staff} />}</Density>
}

function Kiosk() {
  const client = useClient()
  const queryClient = useQueryClient()
  const { defaultLocale } = useOffice()
  const [flow] = useState(() =>
    createKioskFlow({
      client,
      forget: () => forgetPerson(queryClient),
      greet: () => setLanguage(defaultLocale),
    }),
  )
  const run = useStore(flow, ({ run }) => run)
  const at = useStore(flow, ({ step }) => step.at)

  useEffect(() => onVisitClosed((visitId) => flow.getState().closed(visitId)), [flow])

  const someoneIsHere = at !== 'welcome' && at !== 'goodbye'
  return (
    <KioskFlowContext value={flow}>
      {someoneIsHere ? (
        <KioskIdle key={run}>
          <KioskSteps />
        </KioskIdle>
      ) : (
        <KioskSteps key={run} />
      )}
    </KioskFlowContext>
  )
}
