/** Binds the staff contract: what an administrator keeps, and what each person keeps for themselves. */
import type { App } from '../app.ts'
import type { StaffAccount } from '../contract/staff.ts'
import { temporaryPassword } from '../core/staff/password-changes.ts'
import { byCaller, type Caller } from '../core/visits/caller.ts'
import { api } from './guard.ts'

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

const prove = (app: App, caller: Caller, password: string) =>
  app.staffAccess.changes.prove(me(caller).staffId, password, caller.terminalId)

export const staffHandlers = {
  list: api.staff.list.handler(({ context }) => context.app.staff.accounts()),
  add: api.staff.add.handler(async ({ context, input }) => {
    const { app, caller } = context
    const password = temporaryPassword(app.officeData.chance)
    const added = await app.staff.add({ ...input, password, temporary: true }, byCaller(caller))
    if (added.outcome === 'done') return { outcome: 'done', account: accountOf(app, added.staff.staffId), password }
    const { reason } = added
    if (reason === 'weak_pin' || reason === 'short' || reason === 'weak')
      throw new Error(`our own password is ${reason}`)
    return { outcome: 'refused', reason }
  }),
  change: api.staff.change.handler(({ context, input }) => {
    const { staffId, ...fields } = input
    return context.app.staff.change(staffId, fields, byCaller(context.caller))
  }),
  reset: api.staff.reset.handler(async ({ context, input }) => {
    const { app, caller } = context
    const { staffId, secondFactor } = input
    const password = await app.staffAccess.changes.reset(staffId, { secondFactor, by: byCaller(caller) })
    if (password === null) return { outcome: 'refused', reason: 'not_found' }
    return { outcome: 'done', account: accountOf(app, staffId), password }
  }),
  me: api.staff.me.handler(({ context }) => accountOf(context.app, me(context.caller).staffId)),
  changePassword: api.staff.changePassword.handler(async ({ context, input }) => {
    const { app, caller, session } = context
    const { staffId, name } = me(caller)
    const refused = await prove(app, caller, input.current)
    if (refused !== null) return refused
    const hash = await app.staffAccess.changes.prepare(input.next, name)
    if (typeof hash !== 'string') return { outcome: 'refused', reason: hash.problem }
    app.officeData.transact(() => {
      const row = app.staffAccess.row(staffId)
      const except = session.staffSessionId ?? ''
      if (row !== undefined) app.staffAccess.changes.put(row, hash, { temporary: false, except, by: byCaller(caller) })
    })
    return { outcome: 'done' }
  }),
  setPin: api.staff.setPin.handler(async ({ context, input }) => {
    const { app, caller } = context
    const refused = await prove(app, caller, input.password)
    if (refused !== null) return refused
    return { outcome: await app.staffAccess.changes.setPin(me(caller).staffId, input.pin, byCaller(caller)) }
  }),
  setBadge: api.staff.setBadge.handler(async ({ context, input }) => {
    const refused = await prove(context.app, context.caller, input.password)
    if (refused !== null) return refused
    const badge = input.badge === '' ? null : input.badge
    const reason = context.app.staffAccess.changes.setBadge(me(context.caller).staffId, badge, byCaller(context.caller))
    return reason === 'done' ? { outcome: 'done' } : { outcome: 'refused', reason }
  }),
  offerTotp: api.staff.offerTotp.handler(async ({ context, input }) => {
    const { app, caller } = context
    const refused = await prove(app, caller, input.password)
    if (refused !== null) return refused
    const row = app.staffAccess.row(me(caller).staffId)
    if (row === undefined) throw new Error('a member of staff is never removed')
    return { outcome: 'offered', ...app.staffAccess.factors.offerTotp(row) }
  }),
  confirmTotp: api.staff.confirmTotp.handler(({ context, input }) => {
    const { app, caller } = context
    const outcome = app.staffAccess.factors.confirmTotp(me(caller).staffId, input.code, byCaller(caller))
    // Whoever proves a secret they were just shown needs no counting of tries.
    return outcome === 'wrong' ? { outcome, triesLeft: 1 } : { outcome }
  }),
  removeTotp: api.staff.removeTotp.handler(async ({ context, input }) => {
    const { app, caller } = context
    const refused = await prove(app, caller, input.password)
    if (refused !== null) return refused
    app.staffAccess.factors.removeTotp(me(caller).staffId, byCaller(caller))
    return { outcome: 'done' }
  }),
  newRecoveryCodes: api.staff.newRecoveryCodes.handler(async ({ context, input }) => {
    const { app, caller } = context
    const refused = await prove(app, caller, input.password)
    if (refused !== null) return refused
    const codes = app.staffAccess.factors.newRecoveryCodes(me(caller).staffId, byCaller(caller))
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
