/** The codes that were sent, as they are searched and filtered on screen. */
import type { CodeFilter } from '../../../contract/code-filter.ts'
import type { CodeCursor, SentCode } from '../../../contract/code-history.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import { startOfDay } from '../records/days.ts'
import { createPagedModel } from '../records/paged-view-model.ts'

/** As chosen; days as a date field gives them. */
export interface CodesFilter extends Omit<CodeFilter, 'fromMs' | 'toMs' | 'customerId'> {
  readonly from: string
  readonly to: string
}

export const allCodes: CodesFilter = {
  query: '',
  purpose: null,
  channel: null,
  outcome: null,
  from: '',
  to: '',
  archived: false,
}

/** `customerId`: of one customer only; null: of everyone. */
export function createCodesModel(ports: Pick<DeskPorts, 'client' | 'after'>, customerId: string | null) {
  return createPagedModel<CodesFilter, SentCode, CodeCursor>(ports, allCodes, async (filter, after) => {
    const { from, to, ...asked } = filter
    const { codes, next } = await ports.client.codeHistory.list({
      filter: { ...asked, customerId, fromMs: startOfDay(from), toMs: startOfDay(to, 1) },
      ...(after === null ? {} : { after }),
    })
    return { items: codes, next }
  })
}

export type CodesStore = ReturnType<typeof createCodesModel>
