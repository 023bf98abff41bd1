/** A program of its own, killed as power loss does, so many milliseconds after it said that it begins. */
import { spawn } from 'node:child_process'

export function killAfter(script: string, job: string, ms: number): Promise<void> {
  const child = spawn(process.execPath, [script, job], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve) => {
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms))
    child.once('exit', () => resolve())
  })
}
