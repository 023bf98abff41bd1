/**
 * A loopback server that speaks Kavenegar's interface as published, errors included. It keeps what it took, so that asking
 * it tells the truth, and holds every request against what Kavenegar publishes (`kavenegar-peer-rules.ts`).
 */
import type { ServerResponse } from 'node:http'
import { httpServer, isMisbehaviour, type Misbehaviour, misbehave } from './http-peer.ts'
import { type KavenegarMethod, kavenegarKey, kavenegarTemplate, readRequest } from './kavenegar-peer-rules.ts'

export { kavenegarKey, kavenegarTemplate }

/** With `on` it concerns that method only; without, all but what recording cannot concern. */
export type KavenegarBehaviour = { readonly on?: KavenegarMethod } & (
  | { readonly does: 'accept' }
  /** Answers `{return: {status, message}, entries: null}`, with the same status in HTTP. */
  | { readonly does: 'fail'; readonly status: number; readonly message: string; readonly retryAfter?: string }
  /** Records the message in this state, like 14 for a receiver who blocks the line. */
  | { readonly does: 'record'; readonly state: number; readonly stateText: string }
  /** Records the message, then cuts the connection without an answer. */
  | { readonly does: 'take_then_drop' }
  /** Records the message and never answers. */
  | { readonly does: 'take_then_hang' }
  | Misbehaviour
)

export interface TakenSms {
  readonly receptor: string
  readonly message: string
  readonly sender: string | null
}

/** A message as the peer keeps it. Tests may change it, like a provider does with time. */
export interface PeerSms extends TakenSms {
  readonly messageId: number
  readonly localId: string | null
  /** Every parameter it was created with. */
  readonly form: Readonly<Record<string, string>>
  createdAtMs: number
  state: number
  stateText: string
}

export interface KavenegarPeer {
  /** For KAVENEGAR_API_BASE. */
  readonly base: string
  readonly taken: readonly TakenSms[]
  /** The same with all that is known of them, oldest first. */
  readonly messages: readonly PeerSms[]
  /** Requests that came in, whatever became of them. */
  requests(): number
  /** Behaves so from now on: the first that concerns a request decides, and where none does it is accepted. */
  become(...behaviours: readonly KavenegarBehaviour[]): void
  /** How far a message has come, in Kavenegar's states. */
  settle(messageId: string, state: number, stateText?: string): void
  /** A message somebody else sent. */
  plant(sms: Pick<TakenSms, 'receptor' | 'message'> & { readonly createdAtMs: number }): void
  /** What the account holds, in rials. */
  credit: number
  /** Rejects where a request broke what Kavenegar publishes. */
  close(): Promise<void>
}

export async function kavenegarPeer(first: KavenegarBehaviour): Promise<KavenegarPeer> {
  const messages: PeerSms[] = []
  const broken: string[] = []
  let behaviours: readonly KavenegarBehaviour[] = [first]
  let requests = 0

  const record = (form: Readonly<Record<string, string>>, createdAtMs: number): PeerSms => {
    const sms: PeerSms = {
      messageId: 8_792_343 + messages.length,
      localId: form.localid ?? null,
      receptor: form.receptor ?? '',
      message: form.message ?? filled(form),
      sender: form.sender ?? null,
      form,
      createdAtMs,
      state: 1,
      stateText: 'در صف ارسال',
    }
    messages.push(sms)
    return sms
  }

  const server = await httpServer((request, response, body) => {
    requests += 1
    const reading = readRequest(request, body)
    const now = behaviours.find((each) => concerns(each, reading.ok ? reading.asked.method : null)) ?? {
      does: 'accept',
    }
    if (!reading.ok && reading.broken) broken.push(`${request.method} ${request.url}: ${reading.words}`)
    if (!reading.ok && !['hang', 'drop', 'end_unanswered'].includes(now.does))
      return answer(response, reading.status, reading.words, null)
    if (isMisbehaviour(now)) return misbehave(now, { status: 200, body: '{"return": {"status"' }, response)
    if (now.does === 'fail') return answer(response, now.status, now.message, null, now.retryAfter)
    if (!reading.ok) return
    const { method, given } = reading.asked
    switch (method) {
      case 'sms/send':
      case 'verify/lookup': {
        const again = messages.find(({ localId }) => localId !== null && localId === given.localid)
        const sms = again ?? record(given, Date.now())
        if (now.does === 'take_then_drop') return void request.socket.destroy()
        if (now.does === 'take_then_hang') return
        if (now.does === 'record') Object.assign(sms, { state: now.state, stateText: now.stateText })
        return approve(response, [entryOf(sms)])
      }
      case 'sms/status':
      case 'sms/statuslocalmessageid': {
        const { messageid, localid } = given
        const sms = messages.find((each) =>
          messageid === undefined ? each.localId === localid : String(each.messageId) === messageid,
        )
        const which = messageid === undefined ? { localid } : {}
        return approve(response, [
          sms === undefined
            ? { messageid: Number(messageid ?? 0), ...which, status: 100, statustext: 'شناسه نامعتبر' }
            : { messageid: sms.messageId, ...which, status: sms.state, statustext: sms.stateText },
        ])
      }
      case 'sms/latestoutbox': {
        const newest = messages.toSorted((a, b) => b.createdAtMs - a.createdAtMs)
        return approve(response, newest.slice(0, Number(given.pagesize ?? '500')).map(entryOf))
      }
      case 'account/info':
        return approve(response, { remaincredit: peer.credit, expiredate: 1_924_905_600, type: 'Master' })
    }
  })

  const peer: KavenegarPeer = {
    base: server.base,
    get taken() {
      return messages.map(({ receptor, message, sender }) => ({ receptor, message, sender }))
    },
    messages,
    requests: () => requests,
    become(...next) {
      behaviours = next
    },
    settle(messageId, state, stateText = '') {
      const sms = messages.find((each) => String(each.messageId) === messageId)
      if (sms === undefined) throw new Error(`the Kavenegar peer has no ${messageId}`)
      Object.assign(sms, { state, stateText })
    },
    plant({ createdAtMs, ...form }) {
      record(form, createdAtMs)
    },
    credit: 1_500_000,
    async close() {
      await server.close()
      if (broken.length > 0) throw new Error(`not as Kavenegar publishes it: ${broken.join('; ')}`)
    },
  }
  return peer
}

function concerns({ on, does }: KavenegarBehaviour, method: KavenegarMethod | null): boolean {
  if (on !== undefined) return on === method
  return does === 'record' || does.startsWith('take_then_') ? method === 'sms/send' || method === 'verify/lookup' : true
}

function filled(form: Readonly<Record<string, string>>): string {
  return kavenegarTemplate.text.replace('%token2', form.token2 ?? '').replace('%token', form.token ?? '')
}

/** A receptor comes back as Iran writes it at home. Dates are Unix time in seconds. */
function entryOf(sms: PeerSms): object {
  return {
    messageid: sms.messageId,
    message: sms.message,
    status: sms.state,
    statustext: sms.stateText,
    sender: sms.sender ?? '10004346',
    receptor: sms.receptor.replace(/^0098/, '0'),
    date: Math.floor(sms.createdAtMs / 1_000),
    cost: 120,
  }
}

function approve(response: ServerResponse, entries: object): void {
  answer(response, 200, 'تایید شد', entries)
}

function answer(
  response: ServerResponse,
  status: number,
  message: string,
  entries: object | null,
  retryAfter?: string,
): void {
  const later = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...later })
    .end(JSON.stringify({ return: { status, message }, entries }))
}
