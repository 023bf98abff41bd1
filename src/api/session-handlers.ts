/** Binds the session and sign-in contracts. */
import { passwordStrength } from '../core/staff/passwords.ts'
import { api } from './guard.ts'
import { admitStaff, dismissStaff } from './sessions.ts'

export const sessionHandlers = {
  current: api.session.current.handler(({ context }) => {
    const { app, caller, session } = context
    const account = session.staff === null ? null : app.staff.account(session.staff.staffId)
    return {
      terminalLabel: session.terminal.label,
      face: session.terminal.face ?? null,
      staff: session.staff,
      // Whom the counter serves is nobody's business at a locked screen.
      openVisits: (session.staff === null ? [] : app.visits.listOpen(caller.terminalId)).map((visit) => ({
        visitId: visit.id,
        customerName: visit.customer_name,
        startedAtMs: visit.started_at_ms,
      })),
      autoLockMinutes: app.settings.get().autoLockMinutes,
      unprotected: account !== null && !account.hasTotp && account.email === null && account.phone === null,
    }
  }),
  staff: api.session.staff.handler(({ context }) => context.app.staff.list()),
  signIn: api.session.signIn.handler(async ({ context, input }) => {
    const outcome = await context.app.staffAccess.signIn.password(context.caller.terminalId, input)
    return outcome.outcome === 'done' ? admitStaff(context, outcome.session) : outcome
  }),
  switchable: api.session.switchable.handler(({ context }) =>
    context.app.staffAccess.sessions.switchable(context.caller.terminalId),
  ),
  badges: api.session.badges.handler(({ context }) =>
    context.app.staffAccess.sessions.badges(context.caller.terminalId),
  ),
  switchTo: api.session.switchTo.handler(async ({ context, input }) => {
    const outcome = await context.app.staffAccess.signIn.switchTo(context.caller.terminalId, input)
    return outcome.outcome === 'done' ? admitStaff(context, outcome.session) : outcome
  }),
  switchByBadge: api.session.switchByBadge.handler(({ context, input }) => {
    const outcome = context.app.staffAccess.signIn.switchByBadge(context.caller.terminalId, input.badge)
    return outcome.outcome === 'done' ? admitStaff(context, outcome.session) : outcome
  }),
  touch: api.session.touch.handler(({ context }) => {
    const { staffSessionId } = context.session
    if (typeof staffSessionId === 'string') context.app.staffAccess.sessions.touch(staffSessionId)
    return { outcome: 'done' }
  }),
  signOut: api.session.signOut.handler(({ context }) => {
    const { staffSessionId } = context.session
    if (typeof staffSessionId === 'string') context.app.staffAccess.sessions.signOut(staffSessionId)
    dismissStaff(context.session)
    context.app.customerDisplay.show(context.caller.terminalId, { shows: 'welcome' })
    return { outcome: 'done' }
  }),
}

export const signInHandlers = {
  sendCode: api.signIn.sendCode.handler(({ context, input }) =>
    context.app.staffAccess.signIn.sendCode(context.caller.terminalId, input),
  ),
  answer: api.signIn.answer.handler(({ context, input }) => {
    const outcome = context.app.staffAccess.signIn.answer(context.caller.terminalId, input)
    return outcome.outcome === 'done' ? admitStaff(context, outcome.session) : outcome
  }),
  choosePassword: api.signIn.choosePassword.handler(async ({ context, input }) => {
    const outcome = await context.app.staffAccess.signIn.choosePassword(context.caller.terminalId, input.password)
    return outcome.outcome === 'done' ? admitStaff(context, outcome.session) : outcome
  }),
  passwordStrength: api.signIn.passwordStrength.handler(({ input }) => passwordStrength(input.password)),
  forgot: api.signIn.forgot.handler(({ context, input }) =>
    context.app.staffAccess.forgotten.forgot(context.caller.terminalId, input),
  ),
  proveContact: api.signIn.proveContact.handler(({ context, input }) =>
    context.app.staffAccess.forgotten.prove(context.caller.terminalId, input),
  ),
  resetPassword: api.signIn.resetPassword.handler(({ context, input }) =>
    context.app.staffAccess.forgotten.reset(context.caller.terminalId, input),
  ),
}
