/** What the gateway tests share: a message of each kind, deadlines, and closing what was opened. */
import type { OutgoingMessage } from '../../src/core/delivery/gateway.ts'

export const aMail: OutgoingMessage = {
  messageId: '01a2b3c4-d5e6-7f80-9123-456789abcdef',
  channel: 'email',
  to: 'asha.rao@post.example',
  subject: 'Your code',
  text: 'K7: 482 913',
  html: '<p>K7: 482 913</p>',
  attachments: [],
  code: { digits: '482913', reference: 'K7' },
  validForMs: 300_000,
}

export const aText: OutgoingMessage = { ...aMail, channel: 'sms', to: '+15005550006', subject: '', html: null }

export const within = (ms: number): AbortSignal => AbortSignal.timeout(ms)

interface Closable {
  close(): Promise<void>
}

/** Remembers what a test opens, so that it is closed whatever becomes of the test. */
export function opened(): { keep<T extends Closable>(thing: T): T; closeAll(): Promise<void> } {
  const open: Closable[] = []
  return {
    keep: (thing) => {
      open.push(thing)
      return thing
    },
    async closeAll() {
      for (const thing of open.splice(0).reverse()) await thing.close()
    },
  }
}
