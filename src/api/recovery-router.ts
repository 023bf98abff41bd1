/** Binds the contract of an office that could not be opened. Everything that a screen asks of an open one says so. */
import { implement, ORPCError } from '@orpc/server'
import type { ClosedOffice } from '../closed-office.ts'
import { recoveryContract } from '../contract/recovery.ts'

const api = implement(recoveryContract).$context<{ readonly closed: ClosedOffice }>()

const isClosed = (): never => {
  throw new ORPCError('RECOVERY', { status: 503 })
}

export const recoveryRouter = api.router({
  office: { state: api.office.state.handler(isClosed) },
  session: { current: api.session.current.handler(isClosed) },
  recovery: {
    state: api.recovery.state.handler(({ context }) => context.closed.state()),
    look: api.recovery.look.handler(({ context, input }) => context.closed.look(input.folder)),
    preview: api.recovery.preview.handler(({ context, input }) => context.closed.preview(input)),
    restore: api.recovery.restore.handler(({ context, input }) => context.closed.restore(input)),
    progress: api.recovery.progress.handler(({ context }) => context.closed.progress()),
    stopRestore: api.recovery.stopRestore.handler(({ context }) => context.closed.stopRestore()),
    tryAgain: api.recovery.tryAgain.handler(({ context }) => context.closed.tryAgain()),
  },
})
