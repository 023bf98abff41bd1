import '../../ui/choices.css'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Session } from '../../app-store.ts'
import { useClient } from '../../client/client-context.tsx'
import { useSession } from '../../office-context.tsx'
import { BackupBanner } from '../backup/BackupBanner.tsx'
import { WarningBanner } from '../backup/WarningBanner.tsx'
import { UnfinishedPayments } from '../desk-pay/UnfinishedPayments.tsx'
import { SearchBox } from '../desk-search/SearchBox.tsx'
import { createSearchModel } from '../desk-search/search-view-model.ts'
import { HeadquartersBanner } from '../headquarters/HeadquartersBanner.tsx'
import { SyncIndicator } from '../headquarters/SyncIndicator.tsx'
import { createTransferStores } from '../transfers/transfer-stores.ts'
import { DeliveryBanner } from './DeliveryBanner.tsx'
import classes from './DeskApp.module.css'
import { DeskNavigation } from './DeskNavigation.tsx'
import { DeskSection } from './DeskSection.tsx'
import { DeskContext } from './desk-context.tsx'
import { browserPorts } from './desk-ports.ts'
import { createDeskModel, type DeskStore } from './desk-view-model.ts'
import { ProtectHint } from './ProtectHint.tsx'
import { ShortcutLegend } from './ShortcutLegend.tsx'
import { StaffMenu } from './StaffMenu.tsx'
import { UnsavedGuard } from './UnsavedGuard.tsx'
import { createUnsavedModel } from './unsaved-view-model.ts'
import { useAutoLock } from './use-auto-lock.ts'
import { useDeskShortcuts } from './use-desk-shortcuts.ts'

type Staff = NonNullable<Session['staff']>

/** The clerk's whole screen: sections at the side, search always on top, the customer and the work below. */
export function DeskApp() {
  const { session } = useSession()
  // Another person's desk starts from nothing, hence the key.
  return session.staff && <DeskOf key={session.staff.staffId} staff={session.staff} openVisits={session.openVisits} />
}

function DeskOf({ staff, openVisits }: { readonly staff: Staff; readonly openVisits: Session['openVisits'] }) {
  const client = useClient()
  const [desk] = useState(() => {
    const ports = browserPorts(client, () => store.getState().visitClosed())
    const store: DeskStore = createDeskModel(ports, openVisits)
    const unsaved = createUnsavedModel()
    const choose = (customerId: string) => unsaved.getState().leave(() => store.getState().choose(customerId))
    const search = createSearchModel(ports, choose)
    return { ports, store, unsaved, search, transfers: createTransferStores(ports) }
  })
  const section = useStore(desk.store, (state) => state.section)
  useDeskShortcuts(desk.store, desk.search)
  useAutoLock(client)
  const [later, setLater] = useState(false)

  return (
    <DeskContext value={{ ...desk, staff }}>
      <div className={classes.frame}>
        <DeskNavigation />
        <div className={classes.top}>
          <SearchBox store={desk.search} />
          <SyncIndicator />
          <StaffMenu />
        </div>
        <div className={classes.banners}>
          <DeliveryBanner />
          <WarningBanner />
          <HeadquartersBanner />
          {staff.role === 'administrator' && <BackupBanner />}
        </div>
        <div className={classes.section} key={section}>
          {!later && <ProtectHint onLater={() => setLater(true)} />}
          <DeskSection section={section} />
        </div>
        <ShortcutLegend />
        <UnsavedGuard />
        <UnfinishedPayments />
      </div>
    </DeskContext>
  )
}
