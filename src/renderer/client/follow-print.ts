/** Asking what became of a receipt that the host prints, until it is known. */
import type { PrintJob } from '../../contract/printers.ts'
import type { Client } from './client.ts'

export type EndedPrint = Exclude<PrintJob, { status: 'printing' }>

export interface FollowPorts {
  readonly client: { readonly receipts: Pick<Client['receipts'], 'printState'> }
  readonly after: (ms: number, then: () => void) => () => void
}

const lookEveryMs = 400
/** The host knows after 11 s at most; an office that cannot be reached for longer than this is not waited for. */
const mostLooks = 40

/** Never hangs. Where the host no longer knows (it was restarted), the paper may be out: it is told so. */
export async function followPrint(
  { client, after }: FollowPorts,
  which: { readonly visitId: string; readonly jobId: string },
): Promise<EndedPrint> {
  for (let looked = 1; looked <= mostLooks; looked += 1) {
    await new Promise<void>((resolve) => {
      after(lookEveryMs, resolve)
    })
    try {
      const job = await client.receipts.printState(which)
      if (job === null) return { status: 'printed', duplicate: false, confirmed: false }
      if (job.status !== 'printing') return job
    } catch (error) {
      // One look that fails says nothing about the paper; the next one may.
      if (looked === mostLooks) throw error
    }
  }
  return { status: 'failed', failure: 'timed_out', words: null, mayBeOut: true }
}
