/**
 * What every procedure of the contract is made from: who may call it and whether it needs an open visit.
 * The api layer refuses what the meta does not allow, whatever a screen shows.
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'

/** `kiosk` is a screen at which no member of staff is signed in: a customer alone, or a locked desk. */
export const roles = ['kiosk', 'clerk', 'supervisor', 'administrator'] as const
/** `unpaired` is a screen of another machine that nobody has let in: it may ask to be, and nothing else. */
export type Role = (typeof roles)[number] | 'unpaired'

export interface ProcedureMeta {
  /** The roles that may call it. Empty refuses everyone. */
  readonly roles: readonly Role[]
  /** `open`: the input names a `visitId` that must be open at the calling terminal. */
  readonly visit: 'none' | 'open'
  /** `unconfigured`: only while the office has not been set up (first run). */
  readonly office: 'any' | 'unconfigured'
  /** `answered`: also while the office makes way for an update, when nothing else is begun any more. */
  readonly whileLeaving?: 'answered'
}

const base = oc.$meta<ProcedureMeta>({ roles: [], visit: 'none', office: 'any' }).errors({
  /** No terminal or session came with the call. Reload the screen. */
  UNAUTHORIZED: {},
  /** This screen was not let in yet. Show its pairing code. */
  UNPAIRED: { status: 403 },
  /** The caller's role may not do this. */
  FORBIDDEN: {},
  /** The visit has ended, timed out, or belongs to another terminal. */
  VISIT_CLOSED: { status: 409 },
  /** A backup is about to take the office's place; what would be kept now would be lost. Nothing was written. */
  RESTORING: { status: 409 },
  /** The database cannot take the write (disk full, read-only, corrupt). Nothing was written. */
  STORAGE: { status: 507, data: z.object({ kind: z.enum(['full', 'read_only', 'corrupt']) }) },
  /** The office makes way for an update, and comes back. */
  SERVICE_UNAVAILABLE: { status: 503 },
  /** A defect of ours. `traceId` finds it in the log. */
  INTERNAL: { status: 500, data: z.object({ traceId: z.string() }) },
})

const everyone: readonly Role[] = roles
const staff: readonly Role[] = ['clerk', 'supervisor', 'administrator']

/** Anyone at a screen of this office, signed in or not. */
export const anyone = base.meta({ roles: everyone, visit: 'none', office: 'any' })
/** Any signed-in member of staff. */
export const staffOnly = base.meta({ roles: staff, visit: 'none', office: 'any' })
/** A supervisor or an administrator. */
export const supervisors = base.meta({ roles: ['supervisor', 'administrator'], visit: 'none', office: 'any' })
/** An administrator. */
export const administrators = base.meta({ roles: ['administrator'], visit: 'none', office: 'any' })
/** An administrator, to the very end of an office that makes way for an update. */
export const administratorsToTheEnd = base.meta({
  roles: ['administrator'],
  visit: 'none',
  office: 'any',
  whileLeaving: 'answered',
})
/** First run: nobody is signed in and the office has no staff yet. */
export const firstRun = base.meta({ roles: ['kiosk'], visit: 'none', office: 'unconfigured' })
/** Inside an open visit, at the terminal that opened it; the input must name `visitId`. */
export const inVisit = base.meta({ roles: everyone, visit: 'open', office: 'any' })
/** Inside an open visit, by staff. */
export const inVisitByStaff = base.meta({ roles: staff, visit: 'open', office: 'any' })
/** A screen of another machine that waits to be let in. */
export const waitingScreens = base.meta({ roles: ['unpaired'], visit: 'none', office: 'any' })
