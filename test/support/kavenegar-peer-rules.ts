/**
 * What Kavenegar publishes of the requests this product makes. Source: kavenegar.com/rest.html, `sms/send`, `verify/lookup`,
 * `sms/status`, `sms/statuslocalmessageid`, `sms/latestoutbox`, `account/info`; the parameters also stand in
 * github.com/FardaDev/kavenegar-for-laravel, `docs/api-endpoints.md`.
 */
import type { IncomingMessage } from 'node:http'

export const kavenegarKey = '6B4E2F7A39C1D805'

/** A `verify/lookup` template the account has, and what a phone shows of it. */
export const kavenegarTemplate = { name: 'counter-code', text: 'کد شما %token است (%token2)' }

interface Rule {
  readonly needed: readonly string[]
  readonly optional: readonly string[]
}

const rules = {
  'sms/send': {
    needed: ['receptor', 'message'],
    optional: ['sender', 'date', 'type', 'localid', 'hide', 'tag', 'policy'],
  },
  'verify/lookup': {
    needed: ['receptor', 'template', 'token'],
    optional: ['token2', 'token3', 'token10', 'token20', 'type'],
  },
  'sms/status': { needed: ['messageid'], optional: [] },
  'sms/statuslocalmessageid': { needed: ['localid'], optional: [] },
  'sms/latestoutbox': { needed: [], optional: ['pagesize', 'sender'] },
  'account/info': { needed: [], optional: [] },
} as const satisfies Record<string, Rule>

export type KavenegarMethod = keyof typeof rules

export interface KavenegarAsked {
  readonly method: KavenegarMethod
  readonly given: Readonly<Record<string, string>>
}

/** `broken` is a fault no client that follows the documentation makes; any other is the office's own. */
export type Reading =
  | { readonly ok: true; readonly asked: KavenegarAsked }
  | { readonly ok: false; readonly broken: boolean; readonly status: number; readonly words: string }

export function readRequest(request: IncomingMessage, body: string): Reading {
  const url = new URL(request.url ?? '', 'http://peer')
  const [, version, key, ...rest] = url.pathname.split('/')
  const method = rest.join('/').replace(/\.json$/, '')
  if (version !== 'v1' || !isMethod(method) || !url.pathname.endsWith('.json')) return broken(404, 'متد نامشخص است')
  if (key !== kavenegarKey) return refused(403, 'کد شناسائی API-Key معتبر نمیباشد')
  if (request.method !== 'GET' && request.method !== 'POST') return broken(405, 'متد Get/Post اشتباه است')
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  if (request.method === 'POST' && (!form || url.search !== '')) return broken(400, 'پارامترها ناقص هستند')
  if (request.method === 'GET' && body !== '') return broken(400, 'پارامترها ناقص هستند')

  const pairs = [...(request.method === 'POST' ? new URLSearchParams(body) : url.searchParams)]
  const given: Readonly<Record<string, string>> = Object.fromEntries(pairs)
  const rule: Rule = rules[method]
  const names = [...rule.needed, ...rule.optional]
  if (pairs.some(([name]) => !names.includes(name)) || pairs.length !== Object.keys(given).length)
    return broken(400, 'پارامترها ناقص هستند')
  if (rule.needed.some((name) => !given[name])) return broken(406, 'پارامترهای اجباری خالی ارسال شده اند')
  return shape({ method, given })
}

function shape(asked: KavenegarAsked): Reading {
  const { method, given } = asked
  if (given.receptor !== undefined && !/^00\d{8,15}$/.test(given.receptor))
    return refused(411, 'دریافت کننده نامعتبر است')
  if ((given.message ?? '').length > 900) return broken(413, 'پیام خالی است و یا طول پیام بیش از حد مجاز میباشد')
  // A long: at most 63 bits, and not negative.
  for (const number of [given.localid, given.messageid])
    if (number !== undefined && !(/^[1-9]\d{0,18}$/.test(number) && BigInt(number) < 2n ** 63n))
      return broken(400, 'پارامترها ناقص هستند')
  if (given.pagesize !== undefined && !(Number(given.pagesize) >= 1 && Number(given.pagesize) <= 500))
    return broken(400, 'پارامترها ناقص هستند')
  if (method === 'verify/lookup') {
    if (given.type !== undefined && given.type !== 'sms' && given.type !== 'call')
      return broken(400, 'پارامترها ناقص هستند')
    if (given.template !== kavenegarTemplate.name) return refused(424, 'الگوی مورد نظر پیدا نشد')
    if ([given.token, given.token2].some((token) => /\s/.test(token ?? '')))
      return broken(431, 'ساختار کد صحیح نمیباشد')
  }
  return { ok: true, asked }
}

function isMethod(method: string): method is KavenegarMethod {
  return method in rules
}

function broken(status: number, words: string): Reading {
  return { ok: false, broken: true, status, words }
}

function refused(status: number, words: string): Reading {
  return { ok: false, broken: false, status, words }
}
