import { createContext, useContext } from 'react'
import type { StaffMember } from '../../../contract/session.ts'
import type { DeskPorts } from './desk-ports.ts'
import type { DeskStore } from './desk-view-model.ts'

export interface Desk {
  readonly ports: DeskPorts
  readonly store: DeskStore
  /** Who works here; nobody else's desk is ever shown. */
  readonly staff: StaffMember
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('useDesk needs the DeskApp above it')
  return desk
}
