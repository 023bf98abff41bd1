/** Binds providers and the health of delivery. */
import { byCaller } from '../core/visits/caller.ts'
import { api } from './guard.ts'

export const providerHandlers = {
  list: api.providers.list.handler(({ context }) => context.app.delivery.providers.list()),
  save: api.providers.save.handler(({ context, input }) =>
    context.app.delivery.providers.save(input, byCaller(context.caller)),
  ),
  remove: api.providers.remove.handler(({ context, input }) =>
    context.app.delivery.providers.remove(input.providerId, byCaller(context.caller)),
  ),
  test: api.providers.test.handler(({ context, input, signal }) =>
    context.app.delivery.providers.test(input, signal, byCaller(context.caller)),
  ),
  routes: api.providers.routes.handler(({ context }) => ({ routes: context.app.delivery.providers.routes() })),
  saveRoutes: api.providers.saveRoutes.handler(({ context, input }) =>
    context.app.delivery.providers.saveRoutes(input.routes, byCaller(context.caller)),
  ),
}

export const deliveryHandlers = {
  status: api.delivery.status.handler(({ context }) => context.app.delivery.health.status()),
  network: api.delivery.network.handler(({ context }) => ({ codesWait: context.app.delivery.health.codesWait() })),
  acknowledge: api.delivery.acknowledge.handler(({ context, input }) => ({
    outcome: context.app.delivery.alarms.acknowledge(input.alarmId, byCaller(context.caller)) ? 'done' : 'not_found',
  })),
  health: api.delivery.health.handler(({ context }) => context.app.delivery.health.health()),
  askBalance: api.delivery.askBalance.handler(async ({ context, input }) => ({
    outcome: (await context.app.delivery.balances.askNow(input.providerId)) ? 'done' : 'not_found',
  })),
  limits: api.delivery.limits.handler(({ context }) => context.app.settings.get().limits),
  saveLimits: api.delivery.saveLimits.handler(({ context, input }) => {
    context.app.settings.change({ limits: input }, byCaller(context.caller))
    return { outcome: 'done' }
  }),
}
