/** The whole product as one router: what every transport serves. */
import { ORPCError } from '@orpc/server'
import type { NewId } from '../core/kernel/ids.ts'
import type { Logger } from '../core/kernel/logger.ts'
import { backupHandlers } from './backup-handlers.ts'
import { billingHandlers, feedbackHandlers, paymentHandlers, receiptHandlers } from './billing-handlers.ts'
import { customerHandlers, verificationHandlers, visitHandlers } from './customer-handlers.ts'
import { deliveryHandlers, providerHandlers } from './delivery-handlers.ts'
import { api } from './guard.ts'
import { headquartersHandlers } from './headquarters-handlers.ts'
import { identityHandlers } from './identity-handlers.ts'
import { customerDisplayHandlers, machineHandlers } from './machine-handlers.ts'
import { inboxHandlers, officeHandlers } from './office-handlers.ts'
import { printerHandlers } from './printer-handlers.ts'
import { auditHandlers, codeHistoryHandlers } from './record-handlers.ts'
import { sessionHandlers, signInHandlers } from './session-handlers.ts'
import { staffHandlers } from './staff-handlers.ts'
import { templateHandlers } from './template-handlers.ts'
import { pairingHandlers, terminalHandlers } from './terminal-handlers.ts'
import { transferHandlers } from './transfer-handlers.ts'
import { updateHandlers } from './update-handlers.ts'

export const router = api.router({
  office: officeHandlers,
  session: sessionHandlers,
  signIn: signInHandlers,
  staff: staffHandlers,
  customers: customerHandlers,
  verification: verificationHandlers,
  visits: visitHandlers,
  identity: identityHandlers,
  billing: billingHandlers,
  payments: paymentHandlers,
  receipts: receiptHandlers,
  printers: printerHandlers,
  feedback: feedbackHandlers,
  delivery: deliveryHandlers,
  providers: providerHandlers,
  templates: templateHandlers,
  terminals: terminalHandlers,
  pairing: pairingHandlers,
  transfers: transferHandlers,
  inbox: inboxHandlers,
  audit: auditHandlers,
  codeHistory: codeHistoryHandlers,
  backups: backupHandlers,
  headquarters: headquartersHandlers,
  machine: machineHandlers,
  customerDisplay: customerDisplayHandlers,
  update: updateHandlers,
})

/** What a thrown storage error means, told by the storage layer. */
export type StorageFault = (error: unknown) => 'full' | 'read_only' | 'corrupt' | null

export interface FaultParts {
  readonly logger: Logger
  readonly newId: NewId
  readonly storageFault: StorageFault
  /** False once the office was closed: what fails from then on is no defect. */
  isOpen(): boolean
}

/**
 * Turns what was thrown into what a screen can show: a storage fault into `STORAGE`, a call that came as the office closed
 * into `SERVICE_UNAVAILABLE`, any other bug into `INTERNAL` with a trace id that finds it in the log. Nothing of the error
 * itself leaves.
 */
export function faultInterceptor(parts: FaultParts) {
  return async <Result>({ next }: { next(): Promise<Result> }): Promise<Result> => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') throw error
      if (!parts.isOpen()) throw new ORPCError('SERVICE_UNAVAILABLE', { status: 503 })
      const kind = parts.storageFault(error)
      if (kind !== null) throw new ORPCError('STORAGE', { status: 507, data: { kind } })
      const traceId = parts.newId()
      const cause = error instanceof ORPCError && error.cause !== undefined ? error.cause : error
      parts.logger.error('call failed', {
        traceId,
        errorName: cause instanceof Error ? cause.name : 'unknown',
        ...(cause instanceof Error && cause.stack !== undefined ? { stack: cause.stack } : {}),
      })
      throw new ORPCError('INTERNAL', { status: 500, data: { traceId } })
    }
  }
}
