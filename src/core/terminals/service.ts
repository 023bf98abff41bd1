/** Terminals: each screen that works here holds a credential; receipts and tickets count per terminal. */
import { createHash } from 'node:crypto'
import type { Face } from '../../contract/terminals.ts'
import { type AuditTrail, bySystem } from '../audit/trail.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import { credentialStore } from './credential-store.ts'
import { addressBlock } from './pairing-rules.ts'
import { type TerminalRow, terminalStore } from './store.ts'

export interface Terminal {
  readonly terminalId: string
  /** `T1`, `T2` …: stands before receipt numbers. */
  readonly label: string
  /** What it was paired as; null where the address decides. */
  readonly face?: Face | null
  /** True where a newer credential was given out than the one shown: this is the terminal, and nobody is signed in at it. */
  readonly superseded?: boolean
}

/** Where a call came from. */
export interface Place {
  readonly address: string
  /** A process of this very machine. */
  readonly local: boolean
}

export interface NumberedReceipt {
  readonly series: number
  readonly seq: number
  readonly number: string
}

export interface Terminals {
  /** Makes a terminal and the credential it must show from now on. The credential is not kept, only its hash. */
  enrol(): { readonly terminal: Terminal; readonly credential: string }
  /** The terminal that holds `credential`, or null. One that enrolled by itself is known on this machine only. */
  recognise(credential: string, place?: Place): Terminal | null
  /**
   * A new credential for a terminal. Those before go on until ten minutes after this one was first shown, so that an answer lost
   * on its way, or by a browser that died before it wrote its cookies down, costs nobody their terminal; but they stand for
   * nobody signed in (`superseded`).
   */
  renew(terminalId: string): string
  /** Calls `listener` with a terminal whose sign-in must end: it was revoked, or turned up at another address. */
  onSignInOver(listener: (terminalId: string) => void): () => void
  endSignIn(terminalId: string): void
  /** Next gapless receipt number. Call inside the payment's transaction: a rollback gives the number back. */
  takeReceiptNumber(terminalId: string): NumberedReceipt
  takeTicketNumber(terminalId: string): string
  /** For a customer who registered here: `N-3-0001`. Never given twice, also not after a restore. */
  takeAccountNumber(terminalId: string): string
}

export interface TerminalParts {
  readonly db: Db
  readonly transact: Transact
  readonly clock: Clock
  readonly chance: Chance
  readonly newId: NewId
  readonly audit: AuditTrail
  readonly logger: Logger
}

/** "Last seen" is true to the minute; every call would be a write. */
const seenEveryMs = 60_000

/** Longer than a browser takes to write a new cookie to disk, and to be started again after a crash. */
const keptAfterShownMs = 10 * 60_000

const thisMachine: Place = { address: '', local: true }

export const credentialHash = (credential: string): Buffer => createHash('sha256').update(credential).digest()
export const freshCredential = (chance: Chance): string => Buffer.from(chance.bytes(32)).toString('base64url')
export const terminalOf = (row: Pick<TerminalRow, 'id' | 'number' | 'face'>): Terminal => ({
  terminalId: row.id,
  label: `T${row.number}`,
  face: row.face,
})

export function terminalService(parts: TerminalParts): Terminals {
  const { clock } = parts
  const store = terminalStore(parts.db)
  const credentials = credentialStore(parts.db)
  const listeners = new Set<(terminalId: string) => void>()
  const endSignIn = (terminalId: string): void => {
    for (const listener of [...listeners]) listener(terminalId)
  }
  const seriesMark = (terminal: { readonly receipt_series: number }): string =>
    terminal.receipt_series === 1 ? '' : `.${terminal.receipt_series}`

  /** Notes where a terminal is. A credential that turns up elsewhere may have been copied: it keeps the terminal, never the person. */
  function see(row: TerminalRow, place: Place): void {
    const moved =
      row.paired_at_ms !== null &&
      row.remote_address !== '' &&
      addressBlock(row.remote_address) !== addressBlock(place.address)
    const nowMs = clock.now()
    if (moved) endSignIn(row.id)
    else if (row.remote_address === place.address && nowMs - (row.last_seen_at_ms ?? 0) < seenEveryMs) return
    parts.transact(() => {
      store.see(row.id, nowMs, place.address)
      if (!moved) return
      parts.audit.append({
        ...bySystem,
        terminalId: row.id,
        visitId: null,
        action: 'terminal.moved',
        subject: row.id,
        outcome: 'done',
        detail: { from: row.remote_address, to: place.address },
      })
    })
  }

  /** The newer credential is shown for the first time: it alone stands for who is signed in. */
  function comeBack(hash: Buffer): TerminalRow | undefined {
    const id = store.byNextHash(hash)
    if (id === null) return undefined
    const nowMs = clock.now()
    unlessStorageFails('a new credential could not be noted as shown', () =>
      parts.transact(() => {
        credentials.keepUsed(id, nowMs, nowMs + keptAfterShownMs)
        store.takeNext(id)
      }),
    )
    const row = store.byId(id)
    // It is the newest one, also where that could not be written down.
    return row === undefined ? undefined : { ...row, superseded: 0 }
  }

  /** A full disk must not shut a known screen out: it may still read. */
  function unlessStorageFails(words: string, write: () => void): void {
    try {
      write()
    } catch (error) {
      parts.logger.warn(words, { errorName: error instanceof Error ? error.name : 'unknown' })
    }
  }

  /** A credential of before: the terminal where it may be known, and no more. It neither moves it nor ends a sign-in. */
  function ofBefore(hash: Buffer, place: Place): Terminal | null {
    const row = credentials.holderOf(hash, clock.now())
    if (row === undefined || (row.paired_at_ms === null && !place.local)) return null
    return { ...terminalOf(row), superseded: true }
  }

  return {
    enrol() {
      const credential = freshCredential(parts.chance)
      const terminal = parts.transact(() => store.insert(parts.newId(), credentialHash(credential), clock.now()))
      return { terminal: terminalOf({ ...terminal, face: null }), credential }
    },
    recognise(credential, place = thisMachine) {
      const hash = credentialHash(credential)
      let row = store.byHash(hash)
      if (row === undefined) row = comeBack(hash)
      if (row === undefined) return ofBefore(hash, place)
      if (row.paired_at_ms === null && !place.local) return null
      const known = row
      unlessStorageFails('a terminal could not be noted as seen', () => see(known, place))
      return row.superseded === 1 ? { ...terminalOf(row), superseded: true } : terminalOf(row)
    },
    renew(terminalId) {
      const credential = freshCredential(parts.chance)
      parts.transact(() => {
        credentials.keepUnshown(terminalId, clock.now())
        store.giveNext(terminalId, credentialHash(credential))
      })
      return credential
    },
    onSignInOver(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    endSignIn,
    takeReceiptNumber(terminalId) {
      const row = store.takeReceipt(terminalId)
      if (row === undefined) throw new Error(`no terminal ${terminalId}`)
      const seq = row.next_receipt - 1
      return {
        series: row.receipt_series,
        seq,
        number: `T${row.number}${seriesMark(row)}-${String(seq).padStart(6, '0')}`,
      }
    },
    takeTicketNumber(terminalId) {
      const row = store.takeTicket(terminalId)
      if (row === undefined) throw new Error(`no terminal ${terminalId}`)
      return `F${row.number}${seriesMark(row)}-${String(row.next_ticket - 1).padStart(4, '0')}`
    },
    takeAccountNumber(terminalId) {
      const row = store.takeAccount(terminalId)
      if (row === undefined) throw new Error(`no terminal ${terminalId}`)
      return `N-${row.number}${seriesMark(row)}-${String(row.next_account - 1).padStart(4, '0')}`
    },
  }
}
