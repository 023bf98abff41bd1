/** Binds the printers contract. */
import { api, isLocked } from './guard.ts'

export const printerHandlers = {
  list: api.printers.list.handler(({ context }) => context.app.printing.choices.list(context.caller)),
  choice: api.printers.choice.handler(({ context }) => context.app.printing.choices.here(context.caller)),
  choose: api.printers.choose.handler(({ context, input }) =>
    context.app.printing.choices.choose(context.caller, input.terminalId, input.choice),
  ),
  test: api.printers.test.handler(({ context, input }) =>
    context.app.printing.choices.test(context.caller, input.terminalId, isLocked(context)),
  ),
}
