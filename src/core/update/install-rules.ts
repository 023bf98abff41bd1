/** When an update may be put in place: never over somebody who is being served. Pure. */
import type { WaitReason } from '../../contract/update.ts'

/** Minutes of the day, the second not in it; over midnight where it comes before the first. */
export interface HoursOfDay {
  readonly fromMinute: number
  readonly toMinute: number
}

/** Somebody may stand before a screen that was touched so lately, and choose a language or read: 5 minutes. */
const quietMs = 5 * 60_000

/** What failed once fails again at once, and closes the office each time: 24 h. */
const tryAgainMs = 24 * 60 * 60_000

export interface CounterFacts {
  readonly visitOpen: boolean
  /** A customer was sent a code that still counts, or gave one and has yet to say who they are. */
  readonly verificationUnderWay: boolean
  readonly paymentUnderWay: boolean
  readonly messageUnderWay: boolean
  readonly transferUnderWay: boolean
  readonly staffAtWork: boolean
}

export interface InstallMoment extends CounterFacts {
  /** How long ago a person touched a screen of this program; null: not since its start. */
  readonly touchedAgoMs: number | null
  /** How long ago this very version was tried, without success; null: never. */
  readonly triedAgoMs: number | null
  readonly minuteOfDay: number
  readonly workingHours: HoursOfDay
  readonly unattended: boolean
}

export function within({ fromMinute, toMinute }: HoursOfDay, minute: number): boolean {
  return fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute
}

/** What holds it back; an administrator's press (`pressed`) counts more than the hour, the people signed in and their own touch. */
export function reasonsToWait(moment: InstallMoment, pressed: boolean): WaitReason[] {
  const reasons: [WaitReason, boolean][] = [
    ['visit_open', moment.visitOpen],
    ['verification_under_way', moment.verificationUnderWay],
    ['payment_under_way', moment.paymentUnderWay],
    ['message_under_way', moment.messageUnderWay],
    ['transfer_under_way', moment.transferUnderWay],
    ['screen_in_use', !pressed && moment.touchedAgoMs !== null && moment.touchedAgoMs < quietMs],
    ['failed_lately', !pressed && moment.triedAgoMs !== null && moment.triedAgoMs < tryAgainMs],
    ['staff_at_work', !pressed && moment.staffAtWork],
    ['working_hours', !pressed && within(moment.workingHours, moment.minuteOfDay)],
    ['needs_person', !pressed && !moment.unattended],
  ]
  return reasons.filter(([, holds]) => holds).map(([reason]) => reason)
}

/** `07:00-20:00`; null for what does not read so. */
export function readHours(text: string): HoursOfDay | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim())
  if (found === null) return null
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number)
  return { fromMinute: fromHour * 60 + fromMinute, toMinute: toHour * 60 + toMinute }
}
