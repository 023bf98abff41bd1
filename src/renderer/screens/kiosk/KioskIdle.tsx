import type { ReactNode } from 'react'
import { useOffice } from '../../office-context.tsx'
import { IdleWarning } from './IdleWarning.tsx'
import { useKioskFlow } from './kiosk-context.tsx'
import { IdleContext, useIdleTimer } from './use-idle-timer.ts'

/** Watches over everything between welcome and goodbye. */
export function KioskIdle({ children }: { readonly children: ReactNode }) {
  const { kioskIdleSeconds, kioskWarningSeconds } = useOffice()
  const end = useKioskFlow((flow) => flow.end)
  const { timer, phase, extend } = useIdleTimer({
    idleSeconds: kioskIdleSeconds,
    warningSeconds: kioskWarningSeconds,
    onExpired: () => end('idle'),
  })
  return (
    <IdleContext value={timer}>
      {children}
      {phase.kind === 'warning' && (
        <IdleWarning secondsLeft={phase.secondsLeft} onExtend={extend} onFinish={() => end('finished')} />
      )}
    </IdleContext>
  )
}
