import { useState } from 'react'
import { useStore } from 'zustand'
import { isFiltered } from '../audit/TrailFilters.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { Panel } from '../messages/Panel.tsx'
import { NothingFound } from '../records/PagedList.tsx'
import { CodesFilters } from './CodesFilters.tsx'
import { CodesList } from './CodesList.tsx'
import { allCodes, createCodesModel } from './codes-view-model.ts'

/** Every code the office sent, and what became of it. */
export function CodesPanel() {
  const { ports } = useDesk()
  const [store] = useState(() => createCodesModel(ports, null))
  const { filter, set } = useStore(store)
  return (
    <Panel>
      <CodesFilters store={store} />
      <CodesList store={store} empty={<NothingFound onClear={isFiltered(filter) ? () => set(allCodes) : null} />} />
    </Panel>
  )
}
