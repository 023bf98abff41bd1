/** Binds import and export. */
import { byCaller } from '../core/visits/caller.ts'
import { api } from './guard.ts'

export const transferHandlers = {
  openUpload: api.transfers.openUpload.handler(({ context, input }) => context.transfers.openUpload(input)),
  append: api.transfers.append.handler(({ context, input }) =>
    context.transfers.append(input.uploadId, input.offset, input.base64),
  ),
  startImport: api.transfers.startImport.handler(({ context, input }) =>
    context.transfers.startImport(input.uploadId, byCaller(context.caller)),
  ),
  startExport: api.transfers.startExport.handler(({ context, input }) =>
    context.transfers.startExport(
      input.kind,
      byCaller(context.caller),
      input.audit === undefined ? undefined : context.app.auditHistory.match(input.audit),
    ),
  ),
  watch: api.transfers.watch.handler(async function* ({ context, input, signal }) {
    yield* context.transfers.watch(input.jobId, signal)
  }),
  cancel: api.transfers.cancel.handler(({ context, input }) => ({
    outcome: context.transfers.cancel(input.jobId) ? 'done' : 'not_found',
  })),
  readFile: api.transfers.readFile.handler(({ context, input }) =>
    context.transfers.readFile(input.jobId, input.offset),
  ),
}
