/** Binds the office, session and dev-inbox contracts. */
import { dayOf } from '../core/kernel/calendar.ts'
import { actorOf } from '../core/visits/caller.ts'
import { api } from './guard.ts'

export const officeHandlers = {
  state: api.office.state.handler(({ context }) => context.app.office.state()),
  setUp: api.office.setUp.handler(({ context, input }) => context.app.office.setUp(input)),
  loadDemo: api.office.loadDemo.handler(({ context }) => context.app.office.loadDemo()),
  settings: api.office.settings.handler(({ context }) => {
    const { app } = context
    const now = app.settings.get()
    const { clock, timeZone } = app.officeData
    return {
      name: now.officeName,
      defaultLocale: now.defaultLocale,
      kioskIdleSeconds: now.kioskIdleSeconds,
      kioskWarningSeconds: now.kioskWarningSeconds,
      codeDigits: now.codeDigits,
      payee: now.payee,
      region: now.region,
      currency: now.currency,
      dayTakingsMinor: app.paymentStore.takingsSince(dayOf(timeZone)(clock.now()).startMs),
    }
  }),
  saveSettings: api.office.saveSettings.handler(({ context, input }) => {
    const { name, ...changes } = input
    context.app.settings.change({ ...changes, officeName: name }, actorOf(context.caller))
    return { outcome: 'done' }
  }),
}

export const sessionHandlers = {
  current: api.session.current.handler(({ context }) => ({
    terminalLabel: context.session.terminal.label,
    face: context.session.terminal.face ?? null,
    staff: context.session.staff,
    // Whom the counter serves is nobody's business at a locked screen.
    openVisits: (context.session.staff === null ? [] : context.app.visits.listOpen(context.caller.terminalId)).map(
      (visit) => ({ visitId: visit.id, customerName: visit.customer_name, startedAtMs: visit.started_at_ms }),
    ),
  })),
  staff: api.session.staff.handler(({ context }) => context.app.staff.list()),
  signIn: api.session.signIn.handler(async ({ context, input }) => {
    const outcome = await context.app.staff.check(input.staffId, input.pin, context.caller.terminalId)
    if (outcome.outcome === 'done') context.session.staff = outcome.staff
    return outcome
  }),
  signOut: api.session.signOut.handler(({ context }) => {
    context.session.staff = null
    return { outcome: 'done' }
  }),
  addStaff: api.session.addStaff.handler(({ context, input }) => context.app.staff.add(input, actorOf(context.caller))),
}

export const inboxHandlers = {
  messages: api.inbox.messages.handler(({ context }) => context.app.inbox().slice(0, 50)),
}
