/** Binds the update contract. */
import { actorOf } from '../core/visits/caller.ts'
import { api } from './guard.ts'

export const updateHandlers = {
  state: api.update.state.handler(({ context }) => context.app.updates.state()),
  check: api.update.check.handler(({ context }) => context.app.updates.check()),
  install: api.update.install.handler(({ context }) => context.app.updates.install(actorOf(context.caller))),
}
