/** Binds the staff contract: what an administrator keeps, and what each person keeps for themselves. */
import { ORPCError } from '@orpc/server'
import type { App } from '../app.ts'
import type { StaffAccount } from '../contract/staff.ts'
import { type Proof, temporaryPassword } from '../core/staff/password-changes.ts'
import type { StaffRow } from '../core/staff/store.ts'
import { byCaller, type Caller } from '../core/visits/caller.ts'
import { api } from './guard.ts'
import type { Session } from './sessions.ts'

/** Whoever calls. Null here would be a defect in the contract's meta. */
function me(caller: Caller) {
  if (caller.staff === null) throw new Error('this procedure is declared for staff')
  return caller.staff
}

function accountOf(app: App, staffId: string): StaffAccount {
  const account = app.staff.account(staffId)
  if (account === null) throw new Error('a member of staff is never removed')
  return account
}

interface Asked {
  readonly app: App
  readonly caller: Caller
  readonly session: Session
}

function prove({ app, caller, session }: Asked, password: string) {
  const who = { staffId: me(caller).staffId, sessionId: session.staffSessionId ?? null, terminalId: caller.terminalId }
  return app.staffAccess.changes.prove(who, password)
}

/** Whoever was signed out, or given another password, while this was under way changes nothing any more. */
function change<Result>({ app }: Asked, proof: Proof, apply: (row: StaffRow) => Result): Result {
  const changed = app.staffAccess.changes.whileProven(proof, apply)
  if (changed === null) throw new ORPCError('FORBIDDEN')
  return changed
}

/** What gives people rights, or lets them in, wants more than a PIN or a badge. */
const isFull = ({ app, session }: Asked): boolean =>
  typeof session.staffSessionId !== 'string' || app.staffAccess.sessions.isFull(session.staffSessionId)
const wantsFull = { outcome: 'refused', reason: 'full_sign_in' } as const

export const staffHandlers = {
  list: api.staff.list.handler(({ context }) => context.app.staff.accounts()),
  add: api.staff.add.handler(async ({ context, input }) => {
    const { app, caller } = context
    if (!isFull(context)) return wantsFull
    const password = temporaryPassword(app.officeData.chance)
    const added = await app.staff.add({ ...input, password, temporary: true }, byCaller(caller))
    if (added.outcome === 'done') return { outcome: 'done', account: accountOf(app, added.staff.staffId), password }
    const { reason } = added
    if (reason === 'weak_pin' || reason === 'short' || reason === 'weak')
      throw new Error(`our own password is ${reason}`)
    return { outcome: 'refused', reason }
  }),
  change: api.staff.change.handler(({ context, input }) => {
    if (!isFull(context)) return wantsFull
    const { staffId, ...fields } = input
    return context.app.staff.change(staffId, fields, byCaller(context.caller))
  }),
  reset: api.staff.reset.handler(async ({ context, input }) => {
    const { app, caller } = context
    if (!isFull(context)) return wantsFull
    const { staffId, secondFactor } = input
    const password = await app.staffAccess.changes.reset(staffId, { secondFactor, by: byCaller(caller) })
    if (password === null) return { outcome: 'refused', reason: 'not_found' }
    return { outcome: 'done', account: accountOf(app, staffId), password }
  }),
  me: api.staff.me.handler(({ context }) => accountOf(context.app, me(context.caller).staffId)),
  changePassword: api.staff.changePassword.handler(async ({ context, input }) => {
    const { app, caller, session } = context
    const { changes } = app.staffAccess
    const proof = await prove(context, input.current)
    if ('outcome' in proof) return proof
    const hash = await changes.prepare(input.next, me(caller).name)
    if (typeof hash !== 'string') return { outcome: 'refused', reason: hash.problem }
    const how = { temporary: false, except: session.staffSessionId ?? '', by: byCaller(caller) }
    return change(context, proof, (row) => {
      changes.put(row, hash, how)
      return { outcome: 'done' }
    })
  }),
  setPin: api.staff.setPin.handler(async ({ context, input }) => {
    const { changes } = context.app.staffAccess
    const proof = await prove(context, input.password)
    if ('outcome' in proof) return proof
    const hash = await changes.preparePin(input.pin)
    if (hash === null) return { outcome: 'weak_pin' }
    return change(context, proof, ({ id }) => {
      changes.setPin(id, hash, byCaller(context.caller))
      return { outcome: 'done' }
    })
  }),
  setBadge: api.staff.setBadge.handler(async ({ context, input }) => {
    const proof = await prove(context, input.password)
    if ('outcome' in proof) return proof
    const badge = input.badge === '' ? null : input.badge
    const by = byCaller(context.caller)
    const reason = change(context, proof, ({ id }) => context.app.staffAccess.changes.setBadge(id, badge, by))
    return reason === 'done' ? { outcome: 'done' } : { outcome: 'refused', reason }
  }),
  offerTotp: api.staff.offerTotp.handler(async ({ context, input }) => {
    const proof = await prove(context, input.password)
    if ('outcome' in proof) return proof
    const offered = change(context, proof, (row) => context.app.staffAccess.factors.offerTotp(row))
    return { outcome: 'offered', ...offered }
  }),
  confirmTotp: api.staff.confirmTotp.handler(({ context, input }) => {
    const { app, caller } = context
    const outcome = app.staffAccess.factors.confirmTotp(me(caller).staffId, input.code, byCaller(caller))
    // Whoever proves a secret they were just shown needs no counting of tries.
    return outcome === 'wrong' ? { outcome, triesLeft: 1 } : { outcome }
  }),
  removeTotp: api.staff.removeTotp.handler(async ({ context, input }) => {
    const proof = await prove(context, input.password)
    if ('outcome' in proof) return proof
    return change(context, proof, ({ id }) => {
      context.app.staffAccess.factors.removeTotp(id, byCaller(context.caller))
      return { outcome: 'done' }
    })
  }),
  newRecoveryCodes: api.staff.newRecoveryCodes.handler(async ({ context, input }) => {
    const proof = await prove(context, input.password)
    if ('outcome' in proof) return proof
    const by = byCaller(context.caller)
    const codes = change(context, proof, ({ id }) => context.app.staffAccess.factors.newRecoveryCodes(id, by))
    return { outcome: 'done', codes }
  }),
  sessions: api.staff.sessions.handler(({ context }) => {
    const { staffId, role } = me(context.caller)
    const whose = role === 'administrator' ? null : staffId
    return context.app.staffAccess.sessions.list(whose, context.session.staffSessionId ?? null)
  }),
  endSession: api.staff.endSession.handler(({ context, input }) => {
    const { app, caller } = context
    app.staffAccess.sessions.endOne(input.sessionId, byCaller(caller), me(caller).role === 'administrator')
    return { outcome: 'done' }
  }),
}
