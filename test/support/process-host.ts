/** `counterfoil serve` as a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bounded } from './run-as.ts'

/** The built command: what people run. `npm test` builds it first. */
const cliEntry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))

export interface ProcessHost {
  readonly address: string
  readonly child: ChildProcess
  /** All that it has said so far. */
  said(): string
  /** As power loss does to a process: no clean-up of any kind. */
  kill(): Promise<void>
}

export interface ServeAs {
  /** Another user, where this one is root. */
  readonly uid?: number
  /** See `bounded`. */
  readonly blocks?: number
}

/** Resolves with the ready line's address; rejects with what the process said where it ended instead. */
export function serveProcess(
  folder: string,
  env: Record<string, string> = {},
  args: readonly string[] = [],
  as: ServeAs = {},
): Promise<ProcessHost> {
  const command = [process.execPath, cliEntry, 'serve', '--port', '0', '--data', folder, ...args]
  const [file = '', ...rest] = as.blocks === undefined ? command : bounded(command, as.blocks)
  const { uid } = as
  const child = spawn(file, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined || process.getuid?.() !== 0 ? {} : { uid, gid: uid }),
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString()
    })
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      const address = /Counterfoil is at (https?:\S+)/.exec(said)?.[1]
      if (address !== undefined) {
        resolve({
          address,
          child,
          said: () => said,
          async kill() {
            child.kill('SIGKILL')
            await ended
          },
        })
      }
    })
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)))
  })
}

/**
 * Starts one on an empty folder and ends it in good order, for tests that kill many: what Node compiled is kept when a
 * process ends, not when it is killed, and the starts after take two thirds of the time.
 */
export async function startOnceBefore(folder: string): Promise<void> {
  const { child } = await serveProcess(folder)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

export interface CommandResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs one command of the line to its end. */
export function runCommand(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<CommandResult> {
  const child = spawn(process.execPath, [cliEntry, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A command that reads nothing may have ended by then.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let out = ''
  let err = ''
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString()
  })
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString()
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}
