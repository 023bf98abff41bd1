/**
 * The dev inbox: where messages go while no real provider is set, so that the whole product can be tried without an account.
 * It exists only then, and every screen says so.
 */
import { z } from 'zod'
import { anyone } from './procedure.ts'
import { atMs, channel, id } from './values.ts'

export const inboxMessage = z.object({
  messageId: id,
  channel,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  atMs,
})
export type InboxMessage = z.infer<typeof inboxMessage>

export const inbox = {
  /** Newest first, at most 50. Empty where a real provider is set. */
  messages: anyone.output(z.array(inboxMessage)),
}
