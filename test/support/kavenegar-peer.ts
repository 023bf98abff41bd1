/**
 * A loopback server that speaks Kavenegar's `sms/send` as published, errors included, and remembers what it took.
 * Source: kavenegar.com/rest.html, "sms/send", #result-general and #result-msg.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type KavenegarBehaviour =
  | { readonly does: 'accept' }
  /** Answers `{return: {status, message}, entries: null}`, with the same status in HTTP. */
  | { readonly does: 'fail'; readonly status: number; readonly message: string }
  /** Records the message in this state, like 14 for a receiver who blocks the line. */
  | { readonly does: 'record'; readonly state: number; readonly stateText: string }
  | {
      readonly does: 'answer'
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Reads the request and never answers. */
  | { readonly does: 'hang' }
  /** Reads the request and cuts the connection. */
  | { readonly does: 'drop' }

export interface TakenSms {
  readonly receptor: string
  readonly message: string
  readonly sender: string | null
}

export interface KavenegarPeer {
  /** For KAVENEGAR_API_BASE. */
  readonly base: string
  readonly taken: readonly TakenSms[]
  close(): Promise<void>
}

export const kavenegarKey = '6B4E2F7A39C1D805'

export async function kavenegarPeer(behaviour: KavenegarBehaviour): Promise<KavenegarPeer> {
  const taken: TakenSms[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await read(request))
    if (behaviour.does === 'hang') return
    if (behaviour.does === 'drop') return void request.socket.destroy()
    const fault = faultOf(request, form)
    if (fault !== null) return answer(response, ...fault, null)
    if (behaviour.does === 'fail') return answer(response, behaviour.status, behaviour.message, null)
    if (behaviour.does === 'answer')
      return void response.writeHead(behaviour.status, behaviour.headers ?? {}).end(behaviour.body)
    taken.push({ receptor: form.get('receptor') ?? '', message: form.get('message') ?? '', sender: form.get('sender') })
    const [status, statustext] =
      behaviour.does === 'record' ? [behaviour.state, behaviour.stateText] : [1, 'در صف ارسال']
    answer(response, 200, 'تایید شد', [
      {
        messageid: 8_792_342 + taken.length,
        message: form.get('message'),
        status,
        statustext,
        sender: form.get('sender') ?? '10004346',
        receptor: form.get('receptor'),
        date: 1_356_619_709,
        cost: 120,
      },
    ])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    base: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What the real API would refuse: a wrong key, an unknown method, a wrong verb, missing or malformed parameters. */
function faultOf(request: IncomingMessage, form: URLSearchParams): [number, string] | null {
  const [, version, key, scope, method] = (request.url ?? '').split('/')
  if (version !== 'v1' || scope !== 'sms' || method !== 'send.json') return [404, 'متد نامشخص است']
  if (key !== kavenegarKey) return [403, 'کد شناسائی API-Key معتبر نمیباشد']
  if (request.method !== 'POST') return [405, 'متد Get/Post اشتباه است']
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true)
    return [400, 'پارامترها ناقص هستند']
  if (!form.get('receptor') || !form.get('message')) return [406, 'پارامترهای اجباری خالی ارسال شده اند']
  return /^00\d{8,15}$/.test(form.get('receptor') ?? '') ? null : [411, 'دریافت کننده نامعتبر است']
}

function answer(response: ServerResponse, status: number, message: string, entries: readonly object[] | null): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify({ return: { status, message }, entries }))
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
