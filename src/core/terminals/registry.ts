/** The office's terminals as an administrator sees them: named, changed, sent away. */
import type { Face, TerminalView } from '../../contract/terminals.ts'
import { actorOf, byCaller, type Caller } from '../visits/caller.ts'
import type { Visits } from '../visits/service.ts'
import { pairingStore } from './pairing-store.ts'
import type { TerminalParts, Terminals } from './service.ts'
import { terminalStore } from './store.ts'

export interface RegistryParts extends TerminalParts {
  readonly terminals: Pick<Terminals, 'endSignIn'>
  readonly visits: Pick<Visits, 'abandonAt'>
}

type Done = { readonly outcome: 'done' }
type Refused<Reason> = { readonly outcome: 'refused'; readonly reason: Reason }

export interface TerminalRegistry {
  list(caller: Caller): TerminalView[]
  /** Whether a screen of the host's own computer is a kiosk. */
  hasLocalKiosk(): boolean
  change(
    terminalId: string,
    as: { readonly name: string; readonly face: Face },
    caller: Caller,
  ): Done | Refused<'gone'> | Refused<'name_taken'>
  /** Effective at once: its credential, its sign-in, its visits. A terminal cannot send itself away. */
  revoke(terminalId: string, caller: Caller): Done | Refused<'gone'> | Refused<'own_terminal'>
}

export function terminalRegistry(parts: RegistryParts): TerminalRegistry {
  const { transact, audit, clock } = parts
  const store = terminalStore(parts.db)
  const pairings = pairingStore(parts.db)
  const note = (caller: Caller, action: string, subject: string, detail: Record<string, string>): void =>
    audit.append({
      ...byCaller(caller),
      visitId: null,
      action,
      subject,
      outcome: 'done',
      detail,
    })
  return {
    list: (caller) =>
      store.list().map((row) => ({
        terminalId: row.id,
        label: `T${row.number}`,
        name: row.name,
        face: row.face,
        origin: row.paired_at_ms === null ? 'local' : 'paired',
        remoteAddress: row.remote_address,
        lastSeenAtMs: row.last_seen_at_ms,
        pairedByName: row.paired_by_name,
        pairedAtMs: row.paired_at_ms,
        here: row.id === caller.terminalId,
      })),
    hasLocalKiosk: () => store.hasLocalKiosk(),
    change(terminalId, { name, face }, caller) {
      return transact(() => {
        if (store.byId(terminalId) === undefined) return { outcome: 'refused', reason: 'gone' }
        const holder = store.holderOfName(name)
        if (holder !== null && holder !== terminalId) return { outcome: 'refused', reason: 'name_taken' }
        store.change(terminalId, name, face)
        note(caller, 'terminal.changed', terminalId, { name, face })
        return { outcome: 'done' }
      })
    },
    revoke(terminalId, caller) {
      if (terminalId === caller.terminalId) return { outcome: 'refused', reason: 'own_terminal' }
      const outcome = transact((): Done | Refused<'gone'> => {
        const row = store.byId(terminalId)
        if (row === undefined || !store.revoke(terminalId, clock.now())) return { outcome: 'refused', reason: 'gone' }
        pairings.removeOf(terminalId)
        parts.visits.abandonAt(terminalId, actorOf(caller))
        note(caller, 'terminal.revoked', terminalId, { name: row.name, address: row.remote_address })
        return { outcome: 'done' }
      })
      if (outcome.outcome === 'done') parts.terminals.endSignIn(terminalId)
      return outcome
    },
  }
}
