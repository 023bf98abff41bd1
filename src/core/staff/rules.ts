/** Pure decisions about staff PINs. */
import { doublingLockMs } from '../otp/rules.ts'

const triesPerLock = 5

/** Digits all alike, or a run up or down: the first a stranger tries. */
export function weakPin(pin: string): boolean {
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((digit, index) => digit - (digits[index] ?? 0))
  return steps.every((step) => step === 0) || steps.every((step) => step === 1) || steps.every((step) => step === -1)
}

/** After every fifth wrong PIN in a row the person is locked: 30 s, doubling to an hour. */
export function pinLock(
  failures: number,
  nowMs: number,
): { failures: number; lockedUntilMs: number; triesLeft: number } {
  const full = failures % triesPerLock === 0
  return {
    failures,
    lockedUntilMs: full ? nowMs + doublingLockMs(failures / triesPerLock) : 0,
    triesLeft: full ? 0 : triesPerLock - (failures % triesPerLock),
  }
}
