/** Binds the audit trail and the history of codes. */
import { api } from './guard.ts'

export const auditHandlers = {
  list: api.audit.list.handler(({ context, input }) => context.app.auditHistory.list(input.filter, input.before)),
  choices: api.audit.choices.handler(({ context }) => context.app.auditHistory.choices()),
  prove: api.audit.prove.handler(async function* ({ context, signal }) {
    yield* context.app.auditHistory.prove(context.caller, signal)
  }),
}

export const codeHistoryHandlers = {
  list: api.codeHistory.list.handler(({ context, input }) =>
    context.app.codeHistory.list(input.filter, input.after, context.session.staff?.role === 'administrator'),
  ),
}
