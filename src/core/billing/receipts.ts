/** Receipts: pages, prints, PDFs and mails of payments that already are. Nothing here can block or undo a payment. */
import type { AuditEntry, AuditTrail } from '../audit/trail.ts'
import { maskContact } from '../audit/trail.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Outbox } from '../delivery/outbox.ts'
import { dateTimeText } from '../kernel/calendar.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { moneyText } from '../kernel/money.ts'
import type { Settings } from '../settings/service.ts'
import { byCaller, type Caller } from '../visits/caller.ts'
import type { PaymentStore, ReceiptRow } from './payment-store.ts'
import { type ReceiptFacts, receiptPage } from './receipt-page.ts'

/** Makes a PDF of a page, through Chromium's print. A port: each host has its own Chromium, or none. */
export interface PdfPrinter {
  print(
    html: string,
  ): Promise<
    | { readonly outcome: 'done'; readonly pdf: Uint8Array }
    | { readonly outcome: 'refused'; readonly reason: 'no_browser' | 'print_failed' }
  >
}

export interface PrintedPage {
  readonly html: string
  readonly receiptNo: string
  readonly duplicate: boolean
}

/** A print that was counted, with what stands on it; to be told how it ended. */
export interface CountedPrint {
  readonly content: ReceiptFacts
  printed(detail?: AuditEntry['detail']): void
  failed(reason: string, detail?: AuditEntry['detail']): void
  /** It failed, and may be on paper all the same: it stays counted. */
  cutOff(reason: string, detail?: AuditEntry['detail']): void
}

export interface ReceiptParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly store: PaymentStore
  readonly customers: CustomerStore
  readonly outbox: Outbox
  readonly audit: AuditTrail
  readonly pdf: PdfPrinter
  readonly settings: () => Settings
  readonly emailAvailable: () => boolean
  readonly timeZone: string
}

/** A receipt's mail may wait this long for a provider: 2 days. */
const mailLifeMs = 2 * 24 * 60 * 60_000

export function receiptService(parts: ReceiptParts) {
  const { store, transact } = parts

  function factsOf(receipt: ReceiptRow, customerId: string) {
    const payment = store.byId(receipt.payment_id)
    const customer = parts.customers.byId(customerId)
    if (payment === undefined || customer === undefined || payment.customer_id !== customerId) return null
    return { payment, customer, locale: customer.locale ?? parts.settings().defaultLocale }
  }

  /** What stands on the receipt; null where this customer has no such receipt. */
  function contentOf(receiptId: string, customerId: string, duplicate: boolean): ReceiptFacts | null {
    const receipt = store.receipt(receiptId)
    const facts = receipt === undefined ? null : factsOf(receipt, customerId)
    if (receipt === undefined || facts === null) return null
    const { payment, customer, locale } = facts
    return {
      officeName: parts.settings().officeName,
      receiptNo: receipt.number,
      paidAtMs: payment.paid_at_ms,
      timeZone: parts.timeZone,
      locale,
      customerName: customer.name,
      accountNo: customer.account_no,
      currency: payment.currency,
      lines: store
        .allocationsOf(payment.id)
        .map((line) => ({ billNo: line.bill_no, period: line.period, amountMinor: line.amount_minor })),
      amountMinor: payment.amount_minor,
      tenderedMinor: payment.tendered_minor,
      changeMinor: payment.change_minor,
      method: payment.method,
      reference: payment.reference,
      duplicate,
      voided: payment.status === 'voided',
    }
  }

  function pageOf(receiptId: string, customerId: string, duplicate: boolean): PrintedPage | null {
    const content = contentOf(receiptId, customerId, duplicate)
    return content === null ? null : { html: receiptPage(content), receiptNo: content.receiptNo, duplicate }
  }

  function note(
    where: { readonly caller: Caller; readonly visitId: string; readonly receiptId: string },
    what: Pick<AuditEntry, 'action' | 'outcome' | 'detail'>,
  ): void {
    const { caller, visitId, receiptId } = where
    parts.audit.append({
      ...byCaller(caller),
      visitId,
      subject: receiptId,
      ...what,
    })
  }

  /**
   * A print that may still fail. It is counted before, so that a crash leaves one DUPLICATE too many and never two
   * originals; what is known to have failed before a byte of it had left is taken back.
   */
  function counted(caller: Caller, visitId: string, receiptId: string, customerId: string): CountedPrint | null {
    const where = { caller, visitId, receiptId }
    return transact(() => {
      if (contentOf(receiptId, customerId, false) === null) return null
      const prints = store.countPrint(receiptId)
      const content = contentOf(receiptId, customerId, prints > 1)
      if (content === null) return null
      return {
        content,
        printed: (detail = {}) =>
          transact(() => note(where, { action: 'receipt.printed', outcome: 'done', detail: { prints, ...detail } })),
        failed: (reason, detail = {}) =>
          transact(() => {
            store.uncountPrint(receiptId)
            note(where, { action: 'receipt.print_failed', outcome: 'failed', detail: { reason, ...detail } })
          }),
        cutOff: (reason, detail = {}) =>
          transact(() =>
            note(where, { action: 'receipt.print_failed', outcome: 'cut_off', detail: { reason, prints, ...detail } }),
          ),
      }
    })
  }

  return {
    contentOf,
    /** As it stands now: a duplicate once it has been printed. */
    page(receiptId: string, customerId: string): PrintedPage | null {
      return pageOf(receiptId, customerId, (store.receipt(receiptId)?.prints ?? 0) > 0)
    },
    /** Counts the print first: better one DUPLICATE too many than two originals. */
    print(caller: Caller, visitId: string, receiptId: string, customerId: string): PrintedPage | null {
      return transact(() => {
        const print = counted(caller, visitId, receiptId, customerId)
        if (print === null) return null
        print.printed()
        return pageOf(receiptId, customerId, print.content.duplicate)
      })
    },
    counted,
    async pdf(caller: Caller, visitId: string, receiptId: string, customerId: string) {
      const print = counted(caller, visitId, receiptId, customerId)
      if (print === null) return { outcome: 'refused', reason: 'not_found' } as const
      const printed = await parts.pdf.print(receiptPage(print.content))
      if (printed.outcome === 'refused') {
        print.failed(printed.reason)
        return printed
      }
      print.printed()
      return {
        outcome: 'done',
        fileName: `${print.content.receiptNo}.pdf`,
        pdfBase64: Buffer.from(printed.pdf).toString('base64'),
      } as const
    },
    email(caller: Caller, visitId: string, receiptId: string, customerId: string, contactId: string) {
      const contact = parts.customers.contact(contactId)
      const receipt = store.receipt(receiptId)
      const facts = receipt === undefined ? null : factsOf(receipt, customerId)
      if (receipt === undefined || facts === null || contact?.customer_id !== customerId)
        return { outcome: 'refused', reason: 'not_found' } as const
      if (contact.kind !== 'email') return { outcome: 'refused', reason: 'not_an_email' } as const
      if (!parts.emailAvailable()) return { outcome: 'refused', reason: 'channel_unavailable' } as const
      return transact(() => {
        const { payment, customer, locale } = facts
        const messageId = parts.outbox.put({
          template: 'receipt',
          channel: 'email',
          to: contact.value,
          locale,
          secret: null,
          challengeId: null,
          decoy: false,
          params: {
            name: customer.name,
            receiptNo: receipt.number,
            amount: moneyText(payment.amount_minor, payment.currency),
            date: dateTimeText(payment.paid_at_ms, locale, parts.timeZone),
            receiptId,
            customerId,
          },
          diesAtMs: parts.clock.now() + mailLifeMs,
        })
        parts.audit.append({
          ...byCaller(caller),
          visitId,
          action: 'receipt.mailed',
          subject: receiptId,
          outcome: 'queued',
          detail: { contact: maskContact(contact.value) },
        })
        return { outcome: 'queued', sentTo: contact.value, messageId } as const
      })
    },
    /** What became of a receipt's mail to this customer. */
    emailState(messageId: string, customerId: string) {
      const row = parts.outbox.byId(messageId)
      if (row?.template !== 'receipt' || JSON.parse(row.params).customerId !== customerId) return null
      const final = row.status === 'taken' || row.status === 'failed' || row.status === 'unconfirmed'
      return { status: final ? row.status : 'leaving', failure: row.failure, words: row.words } as const
    },
  }
}
export type Receipts = ReturnType<typeof receiptService>
