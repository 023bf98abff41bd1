/** Reads a request's JSON: bounded in size and time, refused as early as its headers tell. */
import type { IncomingMessage } from 'node:http'
import { RestRefusal } from '../../api/rest-problem.ts'

const maxBodyBytes = 16 * 1024
const deepest = 8

export interface ReadBody {
  readonly value: unknown
  /** True where it came as JSON, which a page of another origin cannot send. */
  readonly json: boolean
}

function collect(request: IncomingMessage, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let size = 0
    const stop = (refusal: RestRefusal): void => {
      clearTimeout(timer)
      request.removeAllListeners('data')
      request.pause()
      reject(refusal)
    }
    const timer = setTimeout(() => stop(new RestRefusal('timed_out')), timeoutMs)
    request.on('data', (piece: Buffer) => {
      size += piece.length
      if (size > maxBodyBytes) stop(new RestRefusal('too_large'))
      else pieces.push(piece)
    })
    request.once('end', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(pieces))
    })
    // Nobody is there any more to be answered; the promise must settle all the same.
    request.once('close', () => stop(new RestRefusal('timed_out')))
  })
}

function depth(text: string): number {
  let open = 0
  let most = 0
  for (const char of text) {
    if (char === '[' || char === '{') open += 1
    else if (char === ']' || char === '}') open -= 1
    most = Math.max(most, open)
  }
  return most
}

/** No body at all reads as an empty object. */
export async function readBody(request: IncomingMessage, timeoutMs: number): Promise<ReadBody> {
  const { 'content-length': length, 'content-type': type, 'transfer-encoding': encoding } = request.headers
  const json = type !== undefined && /^application\/json\s*(;\s*charset=("?)utf-8\2\s*)?$/i.test(type)
  if (Number(length ?? 0) > maxBodyBytes) throw new RestRefusal('too_large')
  const empty = encoding === undefined && Number(length ?? 0) === 0
  if (empty && (json || type === undefined)) return { value: {}, json }
  if (!json || request.headers['content-encoding'] !== undefined) throw new RestRefusal('unsupported_media_type')
  const bytes = await collect(request, timeoutMs)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (depth(text) > deepest) throw new RestRefusal('invalid_request')
    return { value: JSON.parse(text), json }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new RestRefusal('malformed_json')
    throw error
  }
}
