/** Where messages go while no real provider is set: into memory, to be shown on screen. Nothing leaves the machine. */
import type { InboxMessage } from '../contract/inbox.ts'
import type { Gateway } from '../core/delivery/gateway.ts'
import type { Clock } from '../core/kernel/clock.ts'

export interface DevInbox extends Gateway {
  /** Newest first, at most 200; older ones are forgotten. */
  messages(): readonly InboxMessage[]
}

const keptMessages = 200

export function devInbox(clock: Clock): DevInbox {
  let kept: readonly InboxMessage[] = []
  return {
    provider: 'dev-inbox',
    local: true,
    async send({ messageId, channel, to, subject, text }, signal) {
      if (signal.aborted) return { result: 'retry', failure: 'timed_out', words: 'The time was up.' }
      kept = [{ messageId, channel, to, subject, text, atMs: clock.now() }, ...kept].slice(0, keptMessages)
      return { result: 'taken', providerMessageId: messageId }
    },
    async close() {},
    messages: () => kept,
  }
}
