/** The program that follows this one where it has to begin anew. */
import { spawn } from 'node:child_process'
import type { App } from 'electron'

/** The code of an end after which somebody should start the program again: a unit, a task, a shell launcher. */
export const againCode = 1

/** How often a second instance that waits looks for the first to be gone: 5 s. */
export const turnEveryMs = 5_000

/**
 * A unit, a shell launcher or a task starts this program again whenever it ends, and says so by `COUNTERFOIL_SUPERVISED=1`. Two
 * that start it would not let each other be.
 */
export const isSupervised = (env: Readonly<Record<string, string | undefined>>): boolean =>
  env.COUNTERFOIL_SUPERVISED === '1'

/** Whether a second instance told that it waits, and nobody asked for the window to come in front. */
export const isWaiting = (told: unknown): boolean =>
  typeof told === 'object' && told !== null && 'waits' in told && told.waits === true

export interface StartAgainParts {
  readonly app: Pick<App, 'relaunch'>
  readonly process: Pick<NodeJS.Process, 'env' | 'pid' | 'argv'>
}

/** Waits for the process to be gone, then becomes the program. */
const whenGone = 'while kill -0 "$0" 2>/dev/null; do sleep 0.2; done; exec "$@"'

/** Call before the end: what it arranges begins once this process is gone. End with `againCode`. */
export function startAgain({ app, process: { env, pid, argv } }: StartAgainParts): void {
  if (isSupervised(env)) return
  const image = env.APPIMAGE ?? ''
  if (image === '') app.relaunch()
  // Electron's own way runs from the image's mount, which goes with this process: electron-builder issue 1727.
  else
    spawn('/bin/sh', ['-c', whenGone, String(pid), image, ...argv.slice(1)], {
      detached: true,
      stdio: 'ignore',
    }).unref()
}
