import { createContext, useContext } from 'react'
import type { StaffMember } from '../../../contract/session.ts'
import type { TransferStores } from '../transfers/transfer-stores.ts'
import type { DeskPorts } from './desk-ports.ts'
import type { DeskStore } from './desk-view-model.ts'
import type { UnsavedStore } from './unsaved-view-model.ts'

interface Desk {
  readonly ports: DeskPorts
  readonly store: DeskStore
  /** Kept by the desk, so that a long job is still there after a look elsewhere. */
  readonly transfers: TransferStores
  /** Whether the section on screen holds something unsaved; ways out ask it first. */
  readonly unsaved: UnsavedStore
  /** Who works here; nobody else's desk is ever shown. */
  readonly staff: StaffMember
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('useDesk needs the DeskApp above it')
  return desk
}
