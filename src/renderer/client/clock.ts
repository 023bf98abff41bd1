/** The screen's clock and chance, in one place, so that everything else takes them from here or as parameters. */

export type NowMs = () => number

export const nowMs: NowMs = () => Date.now()

/** Never jumps when someone sets the clock: for measuring how long nobody has touched the screen. */
export const monotonicMs: NowMs = () => performance.now()

/** A key for one intention of the person: made once, sent with every retry, so that a double tap is one payment. */
export const newIdempotencyKey = (): string => crypto.randomUUID()
