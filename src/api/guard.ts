/** Says who may call what. Every call passes here; what the contract's meta does not allow is refused, whatever a screen shows. */
import { implement, ORPCError } from '@orpc/server'
import type { App } from '../app.ts'
import { contract } from '../contract/contract.ts'
import type { ProcedureMeta, Role } from '../contract/procedure.ts'
import type { ServedAt } from '../contract/terminals.ts'
import type { OpenedSession } from '../core/staff/sessions.ts'
import type { Machine } from '../core/terminals/machine.ts'
import type { TransferJobs } from '../core/transfers/port.ts'
import type { Caller } from '../core/visits/caller.ts'
import type { VisitRow } from '../core/visits/store.ts'
import { callerOf, dismissStaff, type Session } from './sessions.ts'
import { heldWhileRestoring } from './while-restoring.ts'

/** What a transport brings with each call. */
export interface CallContext {
  readonly app: App
  readonly transfers: TransferJobs
  /** Null where the call came without a terminal's credential. */
  readonly session: Session | null
  /** Under which address and certificate other machines come in, where the host lets them. */
  readonly served?: ServedAt | null
  /** The window that the host owns; null, or left out, where a browser shows the screens. */
  readonly machine?: Machine | null
  /** Called once a sign-in came a step further by this very call; null: nobody is signed in yet. */
  readonly renew?: (opened: OpenedSession | null) => void
}

/** The window that asks is a locked kiosk's. */
export const isLocked = ({ machine }: Pick<CallContext, 'machine'>): boolean => machine?.locked ?? false

/** A session may have been ended elsewhere, or nobody was there for too long; a role may have changed since. */
function refreshStaff(app: App, session: Session): void {
  if (session.staff === null || typeof session.staffSessionId !== 'string') return
  const staff = app.staffAccess.sessions.alive(session.staffSessionId)
  if (staff === null) dismissStaff(session)
  else session.staff = staff
}

const roleOf = (session: Session): Role =>
  session.waiting === undefined ? (session.staff?.role ?? 'kiosk') : 'unpaired'

/** The raw input's `visitId`; what it is not is left to the schema to refuse. */
function visitIdIn(input: unknown): string | null {
  if (typeof input !== 'object' || input === null || !('visitId' in input)) return null
  return typeof input.visitId === 'string' ? input.visitId : null
}

function openVisit(app: App, caller: Caller, input: unknown): VisitRow {
  const visitId = visitIdIn(input)
  const visit = visitId === null ? null : app.visits.openHere(visitId, caller.terminalId)
  if (visit === null) throw new ORPCError('VISIT_CLOSED', { status: 409 })
  return visit
}

/** Refuses, or returns what the procedure may use. Exported for the table-driven test of every procedure and role. */
export function admit(
  meta: ProcedureMeta,
  context: CallContext,
  input: unknown,
): { session: Session; caller: Caller; visit: VisitRow | null } {
  const { app, session } = context
  if (session === null) throw new ORPCError('UNAUTHORIZED')
  refreshStaff(app, session)
  const role = roleOf(session)
  if (!meta.roles.includes(role)) throw new ORPCError(role === 'unpaired' ? 'UNPAIRED' : 'FORBIDDEN', { status: 403 })
  if (app.updates.isLeaving() && meta.whileLeaving !== 'answered')
    throw new ORPCError('SERVICE_UNAVAILABLE', { status: 503 })
  if (meta.office === 'unconfigured' && app.office.configured()) throw new ORPCError('FORBIDDEN')
  const caller = callerOf(session)
  return { session, caller, visit: meta.visit === 'open' ? openVisit(app, caller, input) : null }
}

function waitForRestore(app: App, name: string): void {
  if (app.backups?.warning() === 'restoring' && heldWhileRestoring.has(name))
    throw new ORPCError('RESTORING', { status: 409 })
}

export const api = implement(contract)
  .$context<CallContext>()
  .use(({ context, procedure, path, next }, input) => {
    const admitted = admit(procedure['~orpc'].meta, context, input)
    waitForRestore(context.app, path.join('.'))
    return next({ context: admitted })
  })

/** The visit a guarded procedure runs in. Null here would be a defect in the contract's meta. */
export function visitOf(context: { readonly visit: VisitRow | null }): {
  readonly row: VisitRow
  readonly id: string
  readonly customerId: string
} {
  if (context.visit === null) throw new Error('this procedure is not declared to run in a visit')
  return { row: context.visit, id: context.visit.id, customerId: context.visit.customer_id }
}
