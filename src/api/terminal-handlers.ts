/** Binds the terminals and pairing contracts. */
import { api } from './guard.ts'

export const terminalHandlers = {
  list: api.terminals.list.handler(({ context }) => ({
    terminals: context.app.registry.list(context.caller),
    waiting: context.app.pairings.waiting(),
    served: context.served ?? null,
  })),
  letIn: api.terminals.letIn.handler(({ context, input }) => context.app.pairings.letIn(input, context.caller)),
  turnAway: api.terminals.turnAway.handler(({ context, input }) => {
    context.app.pairings.turnAway(input.pairingId, context.caller)
    return { outcome: 'done' }
  }),
  change: api.terminals.change.handler(({ context, input }) =>
    context.app.registry.change(input.terminalId, input, context.caller),
  ),
  revoke: api.terminals.revoke.handler(({ context, input }) =>
    context.app.registry.revoke(input.terminalId, context.caller),
  ),
}

export const pairingHandlers = {
  ask: api.pairing.ask.handler(({ context }) => {
    const { waiting } = context.session
    // The guard lets waiting screens in only.
    if (waiting === undefined) throw new Error('a screen that does not wait asked for a pairing code')
    return context.app.pairings.ask(waiting)
  }),
}
