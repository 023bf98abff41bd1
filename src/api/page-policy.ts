/** One strict content security policy for both hosts. */
import { createHash } from 'node:crypto'
import { receiptStyle } from '../core/billing/receipt-page.ts'

/** The receipt page, shown and printed in a frame, inherits the policy: its one style sheet is named by its hash. */
const receiptStyleHash = `'sha256-${createHash('sha256').update(receiptStyle).digest('base64')}'`

export function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}' ${receiptStyleHash}`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `frame-src blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** What stands for the nonce in the built page until a host puts a fresh one in. */
export const nonceMark = '__CSP_NONCE__'
