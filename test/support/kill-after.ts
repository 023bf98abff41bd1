/** A program of its own, killed as power loss does, so many milliseconds after it said that it begins. */
import { type ChildProcess, spawn } from 'node:child_process'

const start = (script: string, args: readonly string[]) =>
  spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()))

export async function killAfter(script: string, args: readonly string[], ms: number): Promise<void> {
  const child = start(script, args)
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms))
  await ended(child)
}

/** Lets it come to its own end. Resolves to the milliseconds from its beginning until then, on this machine as it is now. */
export async function untilEnd(script: string, args: readonly string[]): Promise<number> {
  const child = start(script, args)
  let begunAtMs = performance.now()
  child.stdout.once('data', () => {
    begunAtMs = performance.now()
  })
  await ended(child)
  return performance.now() - begunAtMs
}
