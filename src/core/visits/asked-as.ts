/** How a kiosk's ask is written down: what was typed, `account:` and a number, either behind `app:` where an app will answer. */
import { accountAsk } from '../delivery/send-limits.ts'

const appAsk = 'app:'

export const byAppOf = (typed: string): string => `${appAsk}${typed}`
export const byAccountOf = (accountNo: string): string => `${accountAsk}${accountNo.toLowerCase()}`
export const answersByApp = (askedAs: string): boolean => askedAs.startsWith(appAsk)

/** What was typed, whatever shall answer it. */
const typedOf = (askedAs: string): string => (answersByApp(askedAs) ? askedAs.slice(appAsk.length) : askedAs)

/** The account's number where one was typed, as it is compared: in lower case. */
export function accountIn(askedAs: string): string | null {
  const typed = typedOf(askedAs)
  return typed.startsWith(accountAsk) ? typed.slice(accountAsk.length) : null
}

/** The contact where one was typed. */
export function contactIn(askedAs: string): string | null {
  return askedAs === '' || accountIn(askedAs) !== null ? null : typedOf(askedAs)
}
