/** In-process notices, so that a screen that watches hears of a change at once instead of asking again and again. */
export interface Notices<Topic extends string> {
  publish(topic: Topic): void
  /** Calls `listener` on every publication of `topic` until the returned function is called. */
  subscribe(topic: Topic, listener: () => void): () => void
}

export function notices<Topic extends string>(): Notices<Topic> {
  const listeners = new Map<Topic, Set<() => void>>()
  return {
    publish(topic) {
      for (const listener of [...(listeners.get(topic) ?? [])]) listener()
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set()
      listeners.set(topic, set)
      set.add(listener)
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(topic)
      }
    },
  }
}

/**
 * Yields `read()` now and again after each publication, as long as it changes, until `isFinal` says so or `signal` aborts.
 * Publications while the reader is busy fold into one more read.
 */
export async function* follow<Topic extends string, State>(
  hub: Notices<Topic>,
  topic: Topic,
  read: () => State | null,
  isFinal: (state: State) => boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<State, void> {
  let wake: () => void = () => {}
  let pending = true
  const stop = hub.subscribe(topic, () => {
    pending = true
    wake()
  })
  const abort = () => wake()
  signal?.addEventListener('abort', abort)
  try {
    while (signal?.aborted !== true) {
      if (!pending) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      pending = false
      const state = read()
      if (state === null) return
      yield state
      if (isFinal(state)) return
    }
  } finally {
    stop()
    signal?.removeEventListener('abort', abort)
  }
}
