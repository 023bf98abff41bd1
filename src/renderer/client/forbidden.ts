/**
 * Tells the app that the host refused a call for want of rights. A host that was restarted has signed everyone out, so
 * whoever this screen believes to be signed in may not be any more.
 */

type Listener = () => void

const listeners = new Set<Listener>()

/** Returns the way to stop listening. */
export function onForbidden(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function tellForbidden(): void {
  for (const listener of listeners) listener()
}
