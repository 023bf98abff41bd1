import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { TwoPanes } from '../desk/TwoPanes.tsx'
import { VisitCustomer } from './VisitCustomer.tsx'
import { VisitPanel } from './VisitPanel.tsx'
import classes from './VisitScreen.module.css'
import { createVisitStores } from './visit-stores.ts'

/** A verified customer: who it is at the start, bills, payments and feedback at the end. */
export function VisitScreen({ visitId }: { readonly visitId: string }) {
  const { ports, store: desk } = useDesk()
  const [stores] = useState(() => createVisitStores(ports, visitId, () => desk.getState().visitFinished()))
  const { state, load, touch } = useStore(stores.visit)

  useEffect(() => void load(), [load])
  useEffect(() => {
    window.addEventListener('pointerdown', touch)
    window.addEventListener('keydown', touch)
    return () => {
      window.removeEventListener('pointerdown', touch)
      window.removeEventListener('keydown', touch)
    }
  }, [touch])

  if (state.kind === 'loading') return <TwoPanes customer={<LoadingRows rows={5} />} work={<LoadingRows rows={8} />} />
  if (state.kind === 'failed') {
    return (
      <div className={classes.alone}>
        <ProblemMessage problem={state.failure} onRetry={() => void load()} />
      </div>
    )
  }
  return (
    <TwoPanes
      customer={
        <VisitCustomer
          visit={state.visit}
          balanceMinor={state.balanceMinor}
          onChanged={stores.visit.getState().refresh}
        />
      }
      work={<VisitPanel stores={stores} opened={state} />}
    />
  )
}
