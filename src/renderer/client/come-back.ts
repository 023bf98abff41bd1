import { ORPCError } from '@orpc/client'

/** The host takes this long to close before it opens again. */
const closingMs = 1_500
const everyMs = 700

/** Loads the page anew once the office, opened or closed, answers again after it was started anew. */
export function comeBack(ask: () => Promise<unknown>): void {
  const reload = (): void => location.reload()
  const look = async (): Promise<void> => {
    try {
      await ask()
      reload()
    } catch (error) {
      // Whoever answers with a code of ours is there; a lost connection, or a proxy, is not.
      if (error instanceof ORPCError && ['RECOVERY', 'UNAUTHORIZED', 'UNPAIRED'].includes(error.code)) reload()
      else setTimeout(() => void look(), everyMs)
    }
  }
  setTimeout(() => void look(), closingMs)
}
