/** Binds the words of the office's messages. */
import { byCaller } from '../core/visits/caller.ts'
import { api } from './guard.ts'

export const templateHandlers = {
  changed: api.templates.changed.handler(({ context }) => context.app.templates.changed()),
  get: api.templates.get.handler(({ context, input }) => context.app.templates.get(input)),
  preview: api.templates.preview.handler(({ context, input }) =>
    context.app.templates.preview(input.key, input.source, context.app.settings.get().officeName),
  ),
  save: api.templates.save.handler(({ context, input }) =>
    context.app.templates.save(input.key, input.source, byCaller(context.caller)),
  ),
  restore: api.templates.restore.handler(({ context, input }) =>
    context.app.templates.restore(input, byCaller(context.caller)),
  ),
}
