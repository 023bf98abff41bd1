/** Runs at most `most` pieces of work at once; the others wait in the order in which they came. */
export function atMost(most: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // Whoever waited longest takes this place over.
      if (next === undefined) running -= 1
      else next()
    }
  }
}
