/** What the worker thread is asked for a meeting, says while it runs, and ends with; plain data that crosses threads. */
import type { Actor } from '../core/audit/trail.ts'
import type { Outcome } from '../core/kernel/outcome.ts'
import type { MeetingFailure } from './failure.ts'
import type { Met } from './meeting.ts'
import type { MeetingProgress } from './parts.ts'

/** Where the office is. */
export interface MeetingPlace {
  /** The data folder. */
  readonly folder: string
  readonly migrationsFolder: string
  /** IANA name. */
  readonly timeZone: string
}

/** How headquarters is reached: the password is in the address. Never in a log, an error or a database. */
export interface Credential {
  readonly url: string
  /** PEM. */
  readonly ca?: string | undefined
}

export interface MeetingTask {
  readonly task: 'meeting'
  readonly place: MeetingPlace
  readonly credential: Credential
  /** An office that never joined becomes the branch that the role is at headquarters. */
  readonly adopt: boolean
  readonly takeOver: boolean
  readonly by: Actor
  /** Its first cell becomes 1 to cancel. */
  readonly cancelFlag: SharedArrayBuffer
}

export type MeetingEnd = Outcome<Met, MeetingFailure>

export type MeetingWord =
  | { readonly word: 'progress'; readonly progress: MeetingProgress }
  | { readonly word: 'end'; readonly end: MeetingEnd }

export const isMeetingTask = (input: unknown): input is MeetingTask =>
  typeof input === 'object' && input !== null && 'task' in input && input.task === 'meeting'
