/** Turns an outbox row into the message that leaves: words from the templates, the code from its seal, the receipt attached. */
import type { PrintedPage } from '../billing/receipts.ts'
import type { Settings } from '../settings/service.ts'
import type { OutgoingMessage } from './gateway.ts'
import type { OutboxRow, TemplateParams } from './outbox.ts'
import { composeMessage, type SourceOf } from './templates.ts'

export interface WriterParts {
  readonly settings: () => Settings
  /** The office's own words. */
  readonly templates: { readonly sourceOf: SourceOf }
  readonly receiptPage: (receiptId: string, customerId: string) => PrintedPage | null
}

/** Null where what the message tells of is gone: its code's seal cannot be opened, or its receipt is not there. */
export function messageWriter(parts: WriterParts): (row: OutboxRow, secret: string | null) => OutgoingMessage | null {
  return (row, secret) => {
    if (row.template === 'code' && secret === null) return null
    const params: TemplateParams = JSON.parse(row.params)
    const request = {
      template: row.template,
      channel: row.channel,
      locale: row.locale,
      office: parts.settings().officeName,
      params: secret === null ? params : { ...params, code: secret },
    }
    const composed = composeMessage(request, parts.templates.sourceOf)
    const base = {
      messageId: row.id,
      channel: row.channel,
      to: row.to_value,
      ...composed,
      code: secret === null ? null : { digits: secret, reference: String(params.reference) },
      validForMs: secret === null ? null : Number(params.minutes) * 60_000,
      attachments: [],
    }
    if (row.template !== 'receipt') return base
    const page = parts.receiptPage(String(params.receiptId), String(params.customerId))
    if (page === null) return null
    const attachment = {
      fileName: `${page.receiptNo}.html`,
      contentType: 'text/html; charset=utf-8',
      content: Buffer.from(page.html),
    }
    return { ...base, attachments: [attachment] }
  }
}
