/** Tells whoever shows a visit that the host has closed it, whichever call found that out. */

type Listener = (visitId: string) => void

const listeners = new Set<Listener>()

/** Returns the way to stop listening. */
export function onVisitClosed(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** `input` is the refused call's input: every call inside a visit names it. */
export function tellVisitClosed(input: unknown): void {
  if (typeof input !== 'object' || input === null) return
  const visitId: unknown = Reflect.get(input, 'visitId')
  if (typeof visitId !== 'string') return
  for (const listener of listeners) listener(visitId)
}
