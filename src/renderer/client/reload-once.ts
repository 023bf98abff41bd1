import { nowMs } from './clock.ts'

const key = 'counterfoil.reloaded-at'
/** A second refusal this soon after a reload means that reloading doesn't help. */
const quietMs = 30_000

/** Reloads the page, unless it has just been reloaded for the same reason: a screen must never reload in a circle. */
export function reloadOnce(): void {
  const lastMs = Number(sessionStorage.getItem(key) ?? 0)
  if (nowMs() - lastMs < quietMs) return
  sessionStorage.setItem(key, String(nowMs()))
  location.reload()
}
