/** Who is at the door: a terminal known by its cookie, a new screen of this machine, or one of another that must wait. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Session, type Sessions, seat, waitingSession } from '../api/sessions.ts'
import type { App } from '../app.ts'
import type { OpenedSession } from '../core/staff/sessions.ts'
import { plainAddress } from '../core/terminals/pairing-rules.ts'
import { freshCredential, type Place } from '../core/terminals/service.ts'
import { ledHereFromElsewhere } from './come-again.ts'
import type { TerminalCookie } from './terminal-cookie.ts'

export interface DoorParts {
  readonly app: App
  readonly sessions: Sessions
  readonly cookie: TerminalCookie
  readonly isLocal: (address: string) => boolean
}

/** `elsewhere`: another site led here, so the cookie may only have been left out. `full`: too many new screens came at once. */
type Greeting = 'greeted' | 'elsewhere' | 'full'

export interface Door {
  /** Null where the call came without any cookie of ours. */
  sessionOf(request: IncomingMessage): Session | null
  /** Gives the page's cookie where the browser has none that counts. */
  greet(request: IncomingMessage, response: ServerResponse): Greeting
  /** A new credential with the answer that signs staff in: whoever knew the one before does not sit beside them. */
  renew(session: Session, opened: OpenedSession, response: ServerResponse): void
  /** Ends this answer, however long it would go on, when its terminal is sent away. */
  follow(session: Session, response: ServerResponse): void
  close(): void
}

/** New terminals a minute: more than any office opens. */
const mostNewTerminals = 30

export function doorOf(parts: DoorParts): Door {
  const { app, sessions, cookie } = parts
  const enrolledAtMs: number[] = []
  const answers = new Map<string, Set<ServerResponse>>()

  const stop = app.terminals.onSignInOver((terminalId) => {
    sessions.end(terminalId)
    for (const response of answers.get(terminalId) ?? []) response.destroy()
  })

  function placeOf(request: IncomingMessage): Place {
    const address = plainAddress(request.socket.remoteAddress ?? '')
    // Behind a proxy every caller would seem to be this machine.
    const relayed = request.headers.forwarded !== undefined || request.headers['x-forwarded-for'] !== undefined
    return { address, local: !relayed && parts.isLocal(address) }
  }

  /** A screen that forgets its cookie again and again would fill the list of terminals, and slip under their limits. */
  function mayEnrol(): boolean {
    const nowMs = app.officeData.clock.now()
    while ((enrolledAtMs[0] ?? nowMs) < nowMs - 60_000) enrolledAtMs.shift()
    if (enrolledAtMs.length >= mostNewTerminals) return false
    enrolledAtMs.push(nowMs)
    return true
  }

  return {
    sessionOf(request) {
      const credential = cookie.read(request)
      if (credential === null) return null
      const place = placeOf(request)
      const terminal = app.terminals.recognise(credential, place)
      if (terminal?.superseded === true) return { terminal, staff: null }
      if (terminal !== null) return sessions.at(terminal)
      if (place.local) return null
      return waitingSession({ credential, address: place.address, userAgent: request.headers['user-agent'] ?? '' })
    },
    greet(request, response) {
      const credential = cookie.read(request)
      const place = placeOf(request)
      if (credential !== null && app.terminals.recognise(credential, place) !== null) return 'greeted'
      if (credential === null && ledHereFromElsewhere(request)) return 'elsewhere'
      if (place.local) {
        if (!mayEnrol()) return 'full'
        cookie.write(response, app.terminals.enrol().credential)
        return 'greeted'
      }
      const claimed = credential === null ? null : app.pairings.claim(credential)
      if (claimed !== null) cookie.write(response, claimed.credential)
      else if (credential === null || !app.pairings.knows(credential))
        cookie.write(response, freshCredential(app.officeData.chance))
      return 'greeted'
    },
    renew(session, opened, response) {
      seat(sessions.at(session.terminal), opened)
      cookie.write(response, app.terminals.renew(session.terminal.terminalId))
    },
    follow(session, response) {
      const { terminalId } = session.terminal
      const open = answers.get(terminalId) ?? new Set()
      answers.set(terminalId, open.add(response))
      response.once('close', () => {
        open.delete(response)
        if (open.size === 0) answers.delete(terminalId)
      })
    },
    close: stop,
  }
}
