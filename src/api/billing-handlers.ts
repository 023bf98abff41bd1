/** Binds bills, payments, receipts and feedback. */
import { spreadAmount, totalOf } from '../core/billing/rules.ts'
import { api, isLocked, visitOf } from './guard.ts'

export const billingHandlers = {
  bills: api.billing.bills.handler(({ context }) => context.app.bills.ofCustomer(visitOf(context).customerId)),
  lines: api.billing.lines.handler(({ context, input }) => {
    const bill = context.app.billStore.byId(input.billId)
    if (bill?.customer_id !== visitOf(context).customerId) return []
    return context.app.billStore.linesOf(bill.id).map((line) => ({ label: line.label, amountMinor: line.amount_minor }))
  }),
}

export const paymentHandlers = {
  spread: api.payments.spread.handler(({ context, input }) => {
    const unpaid = context.app.billStore.unpaidOf(visitOf(context).customerId)
    const chosen = input.billIds === undefined ? unpaid : unpaid.filter((bill) => input.billIds?.includes(bill.id))
    return spreadAmount(chosen, input.amountMinor)
  }),
  pay: api.payments.pay.handler(({ context, input }) => {
    context.app.untoldPayments.note(context.caller.terminalId, input.key, totalOf(input.allocations))
    return context.app.payments.pay(context.caller, visitOf(context), input.key, {
      method: input.method,
      allocations: input.allocations,
      tenderedMinor: input.tenderedMinor ?? null,
      reference: input.reference ?? '',
    })
  }),
  find: api.payments.find.handler(({ context, input }) => {
    const payment = context.app.payments.find(context.caller.terminalId, input.key, visitOf(context).customerId)
    return payment === null ? { outcome: 'not_paid' } : { outcome: 'paid', payment }
  }),
  lookUp: api.payments.lookUp.handler(({ context, input }) => {
    const payment = context.app.payments.lookUp(context.caller.terminalId, input.key)
    if (payment === null) return { outcome: 'not_paid' }
    const { amountMinor, receiptNo, paidAtMs } = payment
    return { outcome: 'paid', amountMinor, receiptNo, paidAtMs }
  }),
  untold: api.payments.untold.handler(({ context }) => context.app.untoldPayments.list(context.caller.terminalId)),
  told: api.payments.told.handler(({ context, input }) => {
    context.app.untoldPayments.told(context.caller.terminalId, input.keys)
    return { outcome: 'done' }
  }),
  list: api.payments.list.handler(({ context }) => context.app.payments.ofCustomer(visitOf(context).customerId)),
  createPayCode: api.payments.createPayCode.handler(({ context, input }) =>
    context.app.payCodes.create(context.caller, visitOf(context), input.key, input.allocations),
  ),
  payCodeState: api.payments.payCodeState.handler(({ context, input }) =>
    context.app.payCodes.state(input.payCodeId, visitOf(context).customerId),
  ),
  cancelPayCode: api.payments.cancelPayCode.handler(({ context, input }) => ({
    outcome: context.app.payCodes.cancel(context.caller, input.payCodeId, visitOf(context).customerId)
      ? 'done'
      : 'too_late',
  })),
  payCodes: api.payments.payCodes.handler(({ context, input }) => context.app.payCodes.waiting(input.query)),
  settlePayCode: api.payments.settlePayCode.handler(({ context, input }) =>
    context.app.payCodes.settle(context.caller, input.payCodeId, input.reference),
  ),
  void: api.payments.void.handler(({ context, input }) =>
    context.app.payments.void(context.caller, { ...input, customerId: visitOf(context).customerId }),
  ),
}

export const receiptHandlers = {
  paper: api.receipts.paper.handler(({ context }) => ({
    prints: context.app.printing.prints.canPrint(context.caller, isLocked(context)),
  })),
  page: api.receipts.page.handler(({ context, input }) =>
    context.app.receipts.page(input.receiptId, visitOf(context).customerId),
  ),
  print: api.receipts.print.handler(({ context, input }) => {
    const visit = visitOf(context)
    const asked = {
      caller: context.caller,
      visitId: visit.id,
      customerId: visit.customerId,
      receiptId: input.receiptId,
      locked: isLocked(context),
    }
    return context.app.printing.prints.start(asked, input.way)
  }),
  printState: api.receipts.printState.handler(({ context, input }) =>
    context.app.printing.prints.state(input.jobId, visitOf(context).customerId),
  ),
  pdf: api.receipts.pdf.handler(({ context, input }) => {
    const visit = visitOf(context)
    return context.app.receipts.pdf(context.caller, visit.id, input.receiptId, visit.customerId)
  }),
  email: api.receipts.email.handler(({ context, input }) => {
    const visit = visitOf(context)
    return context.app.receipts.email(context.caller, visit.id, input.receiptId, visit.customerId, input.contactId)
  }),
  emailState: api.receipts.emailState.handler(({ context, input }) =>
    context.app.receipts.emailState(input.messageId, visitOf(context).customerId),
  ),
}

export const feedbackHandlers = {
  give: api.feedback.give.handler(({ context, input }) => {
    const { visitId: _, ...said } = input
    return { outcome: 'done', ticketNo: context.app.feedback.give(context.caller, visitOf(context), said) }
  }),
  list: api.feedback.list.handler(({ context, input }) => context.app.feedback.list(input.status, input.before)),
  move: api.feedback.move.handler(({ context, input }) =>
    context.app.feedback.move(context.caller, input.ticketId, input.to, input.answer),
  ),
}
