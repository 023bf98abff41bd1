/** When an update may be put in place: never over somebody who is being served. Pure. */
import type { WaitReason } from '../../contract/update.ts'

/** Minutes of the day, the second not in it; over midnight where it comes before the first. */
export interface HoursOfDay {
  readonly fromMinute: number
  readonly toMinute: number
}

export interface CounterFacts {
  readonly visitOpen: boolean
  readonly paymentUnderWay: boolean
  readonly messageUnderWay: boolean
  readonly transferUnderWay: boolean
  readonly staffAtWork: boolean
}

export interface InstallMoment extends CounterFacts {
  readonly minuteOfDay: number
  readonly workingHours: HoursOfDay
  readonly unattended: boolean
}

export function within({ fromMinute, toMinute }: HoursOfDay, minute: number): boolean {
  return fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute
}

/** What holds it back; an administrator's press (`pressed`) counts more than the hour and the people signed in. */
export function reasonsToWait(moment: InstallMoment, pressed: boolean): WaitReason[] {
  const reasons: [WaitReason, boolean][] = [
    ['visit_open', moment.visitOpen],
    ['payment_under_way', moment.paymentUnderWay],
    ['message_under_way', moment.messageUnderWay],
    ['transfer_under_way', moment.transferUnderWay],
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
