/** Binds the machine and customer display contracts. */
import { follow } from '../core/kernel/notices.ts'
import { api, isLocked } from './guard.ts'

export const machineHandlers = {
  about: api.machine.about.handler(({ context }) => ({ locked: isLocked(context) })),
  close: api.machine.close.handler(({ context, input }) => {
    const { app, caller, machine = null } = context
    const { staff } = caller
    if (staff === null) throw new Error('this procedure is declared for staff')
    return app.closing.close({ ...caller, staff }, input.password, machine)
  }),
}

const neverFinal = (): boolean => false

export const customerDisplayHandlers = {
  watch: api.customerDisplay.watch.handler(async function* ({ context, signal }) {
    const { app, caller } = context
    const view = () => app.customerDisplay.view(caller.terminalId)
    yield* follow(app.atTerminal, caller.terminalId, view, neverFinal, signal)
  }),
  show: api.customerDisplay.show.handler(({ context, input }) => {
    const { app, caller } = context
    if (caller.staff !== null) app.customerDisplay.show(caller.terminalId, input)
    return { outcome: 'done' }
  }),
}
