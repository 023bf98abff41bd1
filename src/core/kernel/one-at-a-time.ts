/** Work of one key runs one after the other: what is asked at once while a slow hash is under way must still count one by one. */
export function oneAtATime() {
  const running = new Map<string, Promise<unknown>>()
  return async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const earlier = running.get(key) ?? Promise.resolve()
    const mine = earlier.then(work)
    const settled = mine.then(
      () => undefined,
      () => undefined,
    )
    running.set(key, settled)
    try {
      return await mine
    } finally {
      if (running.get(key) === settled) running.delete(key)
    }
  }
}
