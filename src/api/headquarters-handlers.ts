/** Binds headquarters. */
import type { App } from '../app.ts'
import { byCaller } from '../core/visits/caller.ts'
import { api } from './guard.ts'

function deskOf({ app }: { readonly app: App }) {
  if (app.headquarters === null) throw new Error('this host was given no headquarters')
  return app.headquarters
}

const done = { outcome: 'done' } as const

export const headquartersHandlers = {
  summary: api.headquarters.summary.handler(({ context }) => deskOf(context).summary()),
  networkBack: api.headquarters.networkBack.handler(({ context }) => {
    deskOf(context).networkBack()
    return done
  }),
  status: api.headquarters.status.handler(({ context }) => deskOf(context).status()),
  meetNow: api.headquarters.meetNow.handler(({ context }) => deskOf(context).meetNow(byCaller(context.caller))),
  cancel: api.headquarters.cancel.handler(({ context }) => {
    deskOf(context).cancel()
    return done
  }),
  join: api.headquarters.join.handler(({ context, input }) =>
    deskOf(context).join(input.code, input.ca, byCaller(context.caller)),
  ),
  leave: api.headquarters.leave.handler(({ context }) => deskOf(context).leave(byCaller(context.caller))),
  takeOver: api.headquarters.takeOver.handler(({ context }) => deskOf(context).takeOver(byCaller(context.caller))),
  setSchedule: api.headquarters.setSchedule.handler(({ context, input }) => {
    deskOf(context).setSchedule(input.everyMinutes, byCaller(context.caller))
    return done
  }),
  parked: api.headquarters.parked.handler(({ context, input }) => deskOf(context).parked(input.afterId)),
  tryAgain: api.headquarters.tryAgain.handler(({ context, input }) => ({
    outcome: 'done' as const,
    records: deskOf(context).tryAgain(input.parkedId, byCaller(context.caller)),
  })),
  conflicts: api.headquarters.conflicts.handler(({ context, input }) => deskOf(context).conflicts(input.after)),
  resolve: api.headquarters.resolve.handler(({ context, input }) =>
    deskOf(context).resolve(input.conflictId, input.choice, byCaller(context.caller)),
  ),
}
