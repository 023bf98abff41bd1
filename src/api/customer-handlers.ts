/** Binds the register, verification and visits. */
import type { App } from '../app.ts'
import type { CustomerDetail } from '../contract/customers.ts'
import type { DeliveryState } from '../contract/verification.ts'
import type { SaveOutcome } from '../core/customers/service.ts'
import type { CustomerRow } from '../core/customers/store.ts'
import { follow } from '../core/kernel/notices.ts'
import { isRegion } from '../core/settings/regions.ts'
import { byCaller } from '../core/visits/caller.ts'
import { api, visitOf } from './guard.ts'

/** Who switched the codes of a customer last, by name where they still work here. */
function codesChanged(app: App, row: CustomerRow): CustomerDetail['codes']['changed'] {
  if (row.codes_changed_at_ms === null) return null
  const by = app.staff.list().find(({ staffId }) => staffId === row.codes_changed_by)?.name
  return { atMs: row.codes_changed_at_ms, by: by ?? '' }
}

function describe(app: App, row: CustomerRow): CustomerDetail {
  return {
    customerId: row.id,
    accountNo: row.account_no,
    name: row.name,
    address: row.address,
    ward: row.ward,
    locale: row.locale,
    preferredChannel: row.preferred_channel,
    contacts: app.customerStore.contactsOf(row.id).map(({ id, kind, value }) => ({ contactId: id, kind, value })),
    ...app.billStore.balanceOf(row.id),
    authenticator: app.authenticators.enrolled(row.id),
    codes: { on: row.codes_off === 0, changed: codesChanged(app, row) },
    updatedAtMs: row.updated_at_ms,
  }
}

const saved = (app: App, outcome: SaveOutcome) =>
  outcome.outcome === 'done' ? { outcome: 'done' as const, customer: describe(app, outcome.row) } : outcome

export const customerHandlers = {
  search: api.customers.search.handler(({ context, input }) => {
    const { region } = context.app.settings.get()
    return context.app.search.search(input.query, input.limit, isRegion(region) ? region : '')
  }),
  get: api.customers.get.handler(({ context, input }) => {
    const row = context.app.customerStore.byId(input.customerId)
    return row === undefined ? null : describe(context.app, row)
  }),
  add: api.customers.add.handler(({ context, input }) =>
    saved(context.app, context.app.customers.add(input, byCaller(context.caller))),
  ),
  change: api.customers.change.handler(({ context, input }) => {
    const { customerId, updatedAtMs, ...fields } = input
    const { app, caller } = context
    return saved(app, app.customers.change(customerId, updatedAtMs, fields, byCaller(caller)))
  }),
}

const isFinal = (state: DeliveryState): boolean => state.final

export const verificationHandlers = {
  start: api.verification.start.handler(({ context, input }) => context.app.verification.start(context.caller, input)),
  identify: api.verification.identify.handler(({ context, input }) => {
    // A kiosk's question, whoever is signed in: the answer must not tell known from unknown.
    return context.app.verification.identify({ ...context.caller, staff: null }, input)
  }),
  resend: api.verification.resend.handler(({ context, input }) =>
    context.app.verification.resend(context.caller, input.challengeId),
  ),
  verify: api.verification.verify.handler(({ context, input }) =>
    context.app.verification.verify(context.caller, input),
  ),
  choose: api.verification.choose.handler(({ context, input }) =>
    context.app.verification.choose(context.caller, input),
  ),
  cancel: api.verification.cancel.handler(({ context, input }) => {
    context.app.verification.cancel(context.caller, input.challengeId)
    return { outcome: 'done' }
  }),
  watch: api.verification.watch.handler(async function* ({ context, input, signal }) {
    const { app, caller } = context
    yield* follow(
      app.messages,
      input.challengeId,
      () => app.verification.delivery(caller, input.challengeId),
      isFinal,
      signal,
    )
  }),
  vouch: api.verification.vouch.handler(({ context, input }) => context.app.vouching.vouch(context.caller, input)),
  unlock: api.verification.unlock.handler(({ context, input }) => ({
    outcome: 'done',
    contacts: context.app.verification.unlock(context.caller, input),
  })),
}

export const visitHandlers = {
  get: api.visits.get.handler(({ context, errors }) => {
    const visit = context.app.visits.describe(visitOf(context).row)
    if (visit === null) throw errors.VISIT_CLOSED()
    return visit
  }),
  touch: api.visits.touch.handler(({ context }) => {
    context.app.visits.touch(visitOf(context).row)
    return { outcome: 'done' }
  }),
  finish: api.visits.finish.handler(({ context, input }) => {
    context.app.visits.finish(visitOf(context).row, input.how, context.caller)
    return { outcome: 'done' }
  }),
}
