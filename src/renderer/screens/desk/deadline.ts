/** A call that gets no answer in time counts as lost, so that a hung office never leaves the clerk waiting in the dark. */
import type { DeskPorts } from './desk-ports.ts'

export async function withDeadline<Answer>(
  ports: Pick<DeskPorts, 'after'>,
  ms: number,
  call: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const giveUp = new AbortController()
  const { promise: late, reject } = Promise.withResolvers<never>()
  const callOff = ports.after(ms, () => {
    giveUp.abort()
    reject(new Error('no answer in time'))
  })
  try {
    return await Promise.race([call(giveUp.signal), late])
  } finally {
    callOff()
  }
}
