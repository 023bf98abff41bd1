/** Binds backups. */
import type { App } from '../app.ts'
import { actorOf } from '../core/visits/caller.ts'
import { api } from './guard.ts'

function deskOf({ app }: { readonly app: App }) {
  if (app.backups === null) throw new Error('this host was given no backups')
  return app.backups
}

export const backupHandlers = {
  state: api.backups.state.handler(({ context }) => deskOf(context).state()),
  save: api.backups.save.handler(({ context, input }) => deskOf(context).save(input, actorOf(context.caller))),
  choosePassphrase: api.backups.choosePassphrase.handler(({ context, input }) =>
    deskOf(context).choosePassphrase(input.passphrase, actorOf(context.caller)),
  ),
  start: api.backups.start.handler(({ context }) => deskOf(context).start(actorOf(context.caller))),
  list: api.backups.list.handler(({ context }) => deskOf(context).list()),
  preview: api.backups.preview.handler(({ context, input }) => deskOf(context).preview(input.name, input.passphrase)),
  warning: api.backups.warning.handler(({ context }) => ({
    warning: context.app.backups?.warning() ?? null,
  })),
  restore: api.backups.restore.handler(({ context, input }) =>
    deskOf(context).restore(input.name, input.passphrase, input.lost, actorOf(context.caller)),
  ),
  stopRestore: api.backups.stopRestore.handler(({ context }) => deskOf(context).stopRestore()),
}
