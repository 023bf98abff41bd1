/** Which placeholders a message offers, and which its words must hold. */
import { type MessagePurpose, messagePurposes } from '../../contract/message-purposes.ts'
import type { TemplateKey, TemplatePlaceholder } from '../../contract/templates.ts'
import type { Channel } from '../../contract/values.ts'
import type { TemplateName } from './outbox.ts'

/** The template that an outbox row of this purpose names. */
export function templateOf(purpose: MessagePurpose): TemplateName {
  switch (purpose) {
    case 'receipt':
    case 'ticket_resolved':
    case 'password_changed':
    case 'test':
      return purpose
    default:
      return 'code'
  }
}

/** A code's purpose without words of its own is written like a visit's. */
export function purposeOf(template: TemplateName, codePurpose: string): MessagePurpose {
  if (template !== 'code') return template
  return messagePurposes.find((known) => known === `code_${codePurpose}`) ?? 'code_visit'
}

interface Offer {
  /** May stand anywhere. Never a code: subjects stand on locked screens and in mail logs. */
  readonly everywhere: readonly string[]
  readonly inBody: readonly string[]
  /** Of the body; without these the message would be pointless. */
  readonly required: readonly string[]
}

export function placeholdersOf({ purpose, channel }: TemplateKey): readonly TemplatePlaceholder[] {
  const { everywhere, inBody, required } = offerOf(templateOf(purpose), channel)
  const offered = (name: string, inSubject: boolean): TemplatePlaceholder => ({
    name,
    required: required.includes(name),
    inSubject,
  })
  return [...inBody.map((name) => offered(name, false)), ...everywhere.map((name) => offered(name, true))]
}

function offerOf(template: TemplateName, channel: Channel): Offer {
  switch (template) {
    case 'code':
      return {
        everywhere: ['office', 'reference', 'minutes'],
        inBody: ['code', 'greeting', 'name', 'validity'],
        required: ['code'],
      }
    case 'receipt':
      // The mail carries the receipt itself; the others are all that the customer gets.
      return channel === 'email'
        ? {
            everywhere: ['office', 'receiptNo', 'amount', 'date'],
            inBody: ['greeting', 'name', 'facts'],
            required: [],
          }
        : {
            everywhere: ['office', 'receiptNo', 'amount', 'date'],
            inBody: ['greeting', 'name'],
            required: ['receiptNo', 'amount'],
          }
    case 'ticket_resolved':
      return { everywhere: ['office', 'ticketNo'], inBody: ['answer', 'greeting', 'name'], required: ['answer'] }
    case 'password_changed':
      return { everywhere: ['office'], inBody: ['greeting', 'name'], required: [] }
    case 'test':
      return { everywhere: ['office'], inBody: [], required: [] }
  }
}
