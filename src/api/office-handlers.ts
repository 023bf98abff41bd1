/** Binds the office and dev-inbox contracts. */
import { bySystem } from '../core/audit/trail.ts'
import { dayOf } from '../core/kernel/calendar.ts'
import { byCaller, type Caller } from '../core/visits/caller.ts'
import { api } from './guard.ts'

/** Nobody works here yet, so the act is nobody's; the screen is known. */
const atFirstScreen = (caller: Caller) => ({ ...bySystem, terminalId: caller.terminalId })

export const officeHandlers = {
  state: api.office.state.handler(({ context }) => context.app.office.state()),
  setUp: api.office.setUp.handler(({ context, input }) =>
    context.app.office.setUp(input, atFirstScreen(context.caller)),
  ),
  loadDemo: api.office.loadDemo.handler(({ context }) => context.app.office.loadDemo(atFirstScreen(context.caller))),
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
      autoLockMinutes: now.autoLockMinutes,
      payee: now.payee,
      region: now.region,
      currency: now.currency,
      dayTakingsMinor: app.paymentStore.takingsSince(dayOf(timeZone)(clock.now()).startMs),
    }
  }),
  saveSettings: api.office.saveSettings.handler(({ context, input }) => {
    const { name, ...changes } = input
    context.app.settings.change({ ...changes, officeName: name }, byCaller(context.caller))
    return { outcome: 'done' }
  }),
}

export const inboxHandlers = {
  messages: api.inbox.messages.handler(({ context }) => context.app.inbox().slice(0, 50)),
}
