/** The limits against abuse: read, changed, saved. */
import type { Client } from '../../../client/client.ts'
import { createDraftModel } from '../../../client/draft-model.ts'
import { draftOf, limitsOf } from './limits-draft.ts'

interface LimitsPorts {
  readonly client: { readonly delivery: Pick<Client['delivery'], 'limits' | 'saveLimits'> }
}

export function createLimitsModel({ client }: LimitsPorts) {
  return createDraftModel({
    read: async () => ({ saved: draftOf(await client.delivery.limits()), facts: null }),
    write: (draft) => {
      const limits = limitsOf(draft)
      return limits === null ? null : client.delivery.saveLimits(limits)
    },
  })
}
