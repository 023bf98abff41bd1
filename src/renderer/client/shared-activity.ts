/** Windows of one browser are one terminal: while somebody works in one, the others must not lock it. */
import type { NowMs } from './clock.ts'

/** The others hear of touches at most this often; nothing is said but that there was one. */
const tellEveryMs = 1000

export interface SharedActivity {
  /** Someone touched this window. */
  tell(): void
  close(): void
}

export function shareActivity(nowMs: NowMs, onElsewhere: () => void): SharedActivity {
  const channel = new BroadcastChannel('counterfoil-activity')
  channel.onmessage = onElsewhere
  let toldAtMs = Number.NEGATIVE_INFINITY
  return {
    tell: () => {
      if (nowMs() - toldAtMs < tellEveryMs) return
      toldAtMs = nowMs()
      channel.postMessage(null)
    },
    close: () => channel.close(),
  }
}
