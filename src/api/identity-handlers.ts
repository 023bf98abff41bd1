/** Binds customers' own identity. */
import { api, visitOf } from './guard.ts'

export const identityHandlers = {
  register: api.identity.register.handler(({ context, input }) =>
    // A kiosk's question, whoever is signed in: the answer must not tell known from unknown.
    context.app.registrations.begin({ ...context.caller, staff: null }, input),
  ),
  registerAtDesk: api.identity.registerAtDesk.handler(({ context, input }) =>
    context.app.registrations.beginAtDesk(context.caller, input),
  ),
  beginChange: api.identity.beginChange.handler(({ context, input }) =>
    context.app.contactChanges.begin(visitOf(context).row, input),
  ),
  sendChangeCode: api.identity.sendChangeCode.handler(({ context, input }) =>
    context.app.contactChanges.sendCode(context.caller, visitOf(context).row, input),
  ),
  proveChange: api.identity.proveChange.handler(({ context, input }) =>
    context.app.contactChanges.prove(context.caller, visitOf(context).row, input),
  ),
  approveChange: api.identity.approveChange.handler(({ context, input }) =>
    context.app.contactChanges.approve(context.caller, visitOf(context).row, input),
  ),
  switchCodes: api.identity.switchCodes.handler(({ context, input }) => context.app.switchCodes(context.caller, input)),
  app: api.identity.app.handler(({ context }) => context.app.authenticators.state(visitOf(context).customerId)),
  enrolApp: api.identity.enrolApp.handler(({ context }) => context.app.authenticators.enrol(visitOf(context).row)),
  confirmApp: api.identity.confirmApp.handler(({ context, input }) =>
    context.app.authenticators.confirm(context.caller, visitOf(context).row, input.code),
  ),
  renewRecovery: api.identity.renewRecovery.handler(({ context }) =>
    context.app.authenticators.renewRecovery(context.caller, visitOf(context).row),
  ),
  removeApp: api.identity.removeApp.handler(({ context }) => {
    context.app.authenticators.remove(context.caller, visitOf(context).row)
    return { outcome: 'done' }
  }),
  verifyByApp: api.identity.verifyByApp.handler(({ context, input }) =>
    context.app.appSignIn.byChallenge(context.caller, input),
  ),
  verifyCustomerByApp: api.identity.verifyCustomerByApp.handler(({ context, input }) =>
    context.app.appSignIn.byCustomer(context.caller, input),
  ),
}
