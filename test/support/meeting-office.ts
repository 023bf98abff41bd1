/** An office that holds its meetings itself, in a worker, on timers that a test lets pass. */
import type { MeetingEnded } from '../../src/sync/meeting-runs.ts'
import { handTime, type TestOfficeOptions, testOffice } from './office.ts'
import { officeTimers } from './office-timers.ts'

/** An office whose meetings are waited for one by one. */
export function meetingOffice(options: TestOfficeOptions['headquarters'] = {}) {
  const ends: MeetingEnded[] = []
  let heard = (): void => {}
  const time = handTime(Date.now())
  const timers = officeTimers(time)
  const office = testOffice({
    time,
    headquarters: {
      timers,
      onEnd(end) {
        ends.push(end)
        heard()
      },
      ...options,
    },
  })
  let taken = 0
  async function nextEnd(): Promise<MeetingEnded> {
    while (ends.length <= taken) await new Promise<void>((resolve) => (heard = resolve))
    taken += 1
    return ends[taken - 1] as MeetingEnded
  }
  return { ...office, timers, ends, nextEnd }
}
