/** Why a record was not taken, as one text for both sides' tables: a reason, and what was said of it where there is more. Pure. */
import { type ParkedReason, parkedReason } from '../../contract/headquarters.ts'

export interface ReadReason {
  readonly reason: ParkedReason
  /** One line; may be empty. */
  readonly detail: string
}

/** `reason`, or `reason: detail`. */
export const reasonText = (reason: ParkedReason, detail = ''): string =>
  detail === '' ? reason : `${reason}: ${detail}`

/** A text that holds no reason of ours is what a database said, of the side that would not take the record. */
export function readReason(text: string, direction: 'push' | 'pull'): ReadReason {
  const end = text.indexOf(': ')
  const word = end < 0 ? text : text.slice(0, end)
  const known = parkedReason.options.find((each) => each === word)
  if (known !== undefined) return { reason: known, detail: end < 0 ? '' : text.slice(end + 2) }
  return { reason: direction === 'push' ? 'refused_there' : 'refused_here', detail: text }
}
