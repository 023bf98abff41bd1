/** The audit trail as it is searched and filtered on screen. */
import type { AuditEntry } from '../../../contract/audit.ts'
import type { AuditFilter, AuditGroup } from '../../../contract/audit-filter.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import { startOfDay } from '../records/days.ts'
import { createPagedModel } from '../records/paged-view-model.ts'

/** As chosen; days as a date field gives them. */
export interface TrailFilter {
  readonly query: string
  readonly group: AuditGroup | null
  readonly actor: string | null
  readonly terminalId: string | null
  readonly outcome: string | null
  readonly from: string
  readonly to: string
}

export interface TrailCursor {
  readonly before: number
  readonly reachedAtMs: number
}

export const wholeTrail: TrailFilter = {
  query: '',
  group: null,
  actor: null,
  terminalId: null,
  outcome: null,
  from: '',
  to: '',
}

/** `actionsWorded`: the actions whose words in the screen's language hold what was typed. */
export function trailQuery(filter: TrailFilter, actionsWorded: (query: string) => string[]): AuditFilter {
  const { from, to, ...asked } = filter
  return {
    ...asked,
    worded: actionsWorded(filter.query).slice(0, 100),
    fromMs: startOfDay(from),
    toMs: startOfDay(to, 1),
  }
}

export function createTrailModel(
  ports: Pick<DeskPorts, 'client' | 'after'>,
  actionsWorded: (query: string) => string[],
) {
  return createPagedModel<TrailFilter, AuditEntry, TrailCursor>(ports, wholeTrail, async (filter, after) => {
    const { entries, next } = await ports.client.audit.list({
      filter: trailQuery(filter, actionsWorded),
      ...(after === null ? {} : { before: after.before }),
    })
    return { items: entries, next }
  })
}

export type TrailStore = ReturnType<typeof createTrailModel>
