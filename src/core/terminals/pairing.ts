/** Letting a screen of another machine in: it shows a code, an administrator types it, it gets a credential of its own. */
import type { Face, PairingState, WaitingView } from '../../contract/terminals.ts'
import { actorOf, byCaller, type Caller } from '../visits/caller.ts'
import { addressBlock, browserName, codeLifeMs, freshPairingCode, mostTries, mostWaiting } from './pairing-rules.ts'
import { type PairingRow, pairingStore } from './pairing-store.ts'
import { credentialHash, freshCredential, type Terminal, type TerminalParts, terminalOf } from './service.ts'
import { terminalStore } from './store.ts'

/** A screen that nobody let in, as its host knows it. */
export interface WaitingScreen {
  /** The cookie it holds; worth nothing but the place in this queue. */
  readonly credential: string
  readonly address: string
  readonly userAgent: string
}

interface LetInRequest {
  readonly code: string
  readonly name: string
  readonly face: Face
}

export type LetInOutcome =
  | { readonly outcome: 'done'; readonly terminalId: string; readonly label: string }
  | { readonly outcome: 'refused'; readonly reason: 'unknown_code' | 'name_taken' }

export interface Pairings {
  /** The state of this screen's waiting. Gives it a code where it has none alive. */
  ask(screen: WaitingScreen): PairingState
  /** Whether this screen has its place in the queue. */
  knows(waitingCredential: string): boolean
  /** The terminal that an administrator made of this waiting screen, with its credential; null where none did. */
  claim(waitingCredential: string): { readonly terminal: Terminal; readonly credential: string } | null
  waiting(): WaitingView[]
  letIn(request: LetInRequest, caller: Caller): LetInOutcome
  turnAway(pairingId: string, caller: Caller): void
}

export function pairingService(parts: TerminalParts): Pairings {
  const { clock, transact, audit } = parts
  const store = pairingStore(parts.db)
  const terminals = terminalStore(parts.db)

  const note = (caller: Caller, action: string, subject: string, outcome: string, detail = {}): void =>
    audit.append({
      ...byCaller(caller),
      visitId: null,
      action,
      subject,
      outcome,
      detail,
    })

  /** When there is room again, or null where there is now. */
  function fullUntil(block: string): number | null {
    const { ofBlock, inAll } = store.count(block)
    if (ofBlock !== undefined && ofBlock.n >= mostWaiting.perBlock) return ofBlock.ends
    return inAll !== undefined && inAll.n >= mostWaiting.inAll ? inAll.ends : null
  }

  function begin(screen: WaitingScreen, nowMs: number): PairingState {
    const block = addressBlock(screen.address)
    const retryAtMs = fullUntil(block)
    if (retryAtMs !== null) return { state: 'full', retryAtMs, nowMs }
    const code = freshPairingCode(parts.chance)
    const expiresAtMs = nowMs + codeLifeMs
    store.insert({
      id: parts.newId(),
      waiting_hash: credentialHash(screen.credential),
      code,
      remote_address: screen.address,
      address_block: block,
      browser: browserName(screen.userAgent),
      created_at_ms: nowMs,
      expires_at_ms: expiresAtMs,
    })
    return { state: 'waiting', code, expiresAtMs, nowMs }
  }

  function makeTerminal(row: PairingRow, request: LetInRequest, caller: Caller, nowMs: number): Terminal {
    // Nobody holds this first credential; the screen gets its own when it comes back, over its own connection.
    const made = terminals.insert(parts.newId(), credentialHash(freshCredential(parts.chance)), nowMs)
    terminals.pair(made.id, { name: request.name, face: request.face, by: actorOf(caller), atMs: nowMs })
    store.letIn(row.id, made.id, nowMs + codeLifeMs)
    const detail = { name: request.name, face: request.face, address: row.remote_address }
    note(caller, 'terminal.paired', made.id, 'done', detail)
    return terminalOf({ ...made, face: request.face })
  }

  return {
    ask(screen) {
      const nowMs = clock.now()
      const known = store.byHash(credentialHash(screen.credential))
      if (known !== undefined && known.expires_at_ms > nowMs) {
        if (known.terminal_id !== null) return { state: 'let_in' }
        return { state: 'waiting', code: known.code, expiresAtMs: known.expires_at_ms, nowMs }
      }
      return transact(() => {
        store.killDead(nowMs)
        return begin(screen, nowMs)
      })
    },
    knows: (waitingCredential) => store.byHash(credentialHash(waitingCredential)) !== undefined,
    claim(waitingCredential) {
      const row = store.byHash(credentialHash(waitingCredential))
      if (row === undefined || row.terminal_id === null || row.expires_at_ms <= clock.now()) return null
      const terminalId = row.terminal_id
      return transact(() => {
        const terminal = terminals.byId(terminalId)
        // Until it was seen once its answer may have been lost on the way, and a second claim is the same screen's.
        if (terminal === undefined || terminal.last_seen_at_ms !== null) {
          store.remove(row.id)
          return null
        }
        const credential = freshCredential(parts.chance)
        terminals.giveCredential(terminalId, credentialHash(credential))
        return { terminal: terminalOf(terminal), credential }
      })
    },
    waiting: () =>
      store.waiting(clock.now()).map((row) => ({
        pairingId: row.id,
        code: row.code,
        remoteAddress: row.remote_address,
        browser: row.browser,
        sinceMs: row.created_at_ms,
        expiresAtMs: row.expires_at_ms,
      })),
    letIn(request, caller) {
      return transact(() => {
        const nowMs = clock.now()
        store.killDead(nowMs)
        const row = store.byCode(request.code, nowMs)
        if (row === undefined) {
          note(caller, 'terminal.pairing_refused', 'office', 'unknown_code', { ended: store.miss(mostTries) })
          return { outcome: 'refused', reason: 'unknown_code' }
        }
        if (terminals.holderOfName(request.name) !== null) return { outcome: 'refused', reason: 'name_taken' }
        const { terminalId, label } = makeTerminal(row, request, caller, nowMs)
        return { outcome: 'done', terminalId, label }
      })
    },
    turnAway(pairingId, caller) {
      transact(() => {
        if (store.remove(pairingId)) note(caller, 'terminal.turned_away', pairingId, 'done')
      })
    },
  }
}
