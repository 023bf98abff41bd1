/** A terminal as an installation has it, with an older version: a process of the stand-in that can be updated. Linux. */
import { type ChildProcess, fork } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { UpdateState } from '../../src/contract/update.ts'
import type { UpdatePeer } from './update-peer.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const always = '00:00-23:59'

export interface Installed {
  readonly folder: string
  /** What was brought and not yet installed. */
  readonly pending: string
  /** The program that runs, and that an update takes the place of. */
  readonly program: string
  /** What the new program leaves once it was started. */
  readonly mark: string
  errors(): string
  ask(what: 'state' | 'check'): Promise<UpdateState>
  install(): Promise<unknown>
  /** Lets the time go by that the installer waits. */
  ring(): void
  /** Whether it asked to be started anew. */
  isRelaunched(): boolean
  readonly exited: Promise<number | null>
}

export interface InstallOptions {
  readonly hours?: string
  readonly args?: string[]
  readonly feed?: string
  readonly env?: Record<string, string>
  readonly program?: string
  /** What stands beside the program to ask Windows' question, as a script. */
  readonly elevator?: string
}

/** A terminal of version 1.0.0, installed as an AppImage, with the peer's key in it. */
export async function installed(peer: UpdatePeer, options: InstallOptions = {}): Promise<Installed> {
  const place = mkdtempSync(join(tmpdir(), 'counterfoil-update-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const at = (name: string): string => join(place, name)
  mkdirSync(at('resources/update'), { recursive: true })
  const main = relative(place, here('./electron/update-terminal.ts'))
  writeFileSync(at('package.json'), JSON.stringify({ name: 'counterfoil', version: '1.0.0', main }))
  writeFileSync(at('resources/app-update.yml'), 'updaterCacheDirName: counterfoil-updater\n')
  writeFileSync(at('resources/update/public-key.pem'), peer.publicKey.export({ type: 'spki', format: 'pem' }))
  const program = at(options.program ?? 'Counterfoil-linux-x86_64.AppImage')
  writeFileSync(program, 'version 1.0.0')
  chmodSync(program, 0o755)
  if (options.elevator !== undefined) writeFileSync(at('resources/elevate.exe'), options.elevator, { mode: 0o755 })
  const env = {
    ...process.env,
    STAND_IN_PACKAGED: '1',
    STAND_IN_WINDOWS: 'none',
    APPIMAGE: program,
    XDG_CACHE_HOME: at('cache'),
    COUNTERFOIL_UPDATE_FEED: options.feed ?? peer.address,
    COUNTERFOIL_WORKING_HOURS: options.hours ?? always,
    UPDATE_MARK: at('mark'),
    ...options.env,
  }
  const folder = at('office')
  const child: ChildProcess = fork(here('./electron/run.ts'), [place, '--data', folder, ...(options.args ?? [])], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env,
    execArgv: [],
  })
  let isRelaunched = false
  child.on('message', ({ kind }: { kind: string }) => {
    isRelaunched ||= kind === 'relaunch'
  })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  onTestFinished(async () => {
    if (child.connected) child.send({ kind: 'quit' })
    await exited
  })
  const heard = (kind: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const listen = (message: Record<string, unknown>): void => {
        if (message.kind !== kind) return
        child.off('message', listen)
        resolve(message)
      }
      child.on('message', listen)
      void exited.then((code) => reject(new Error(`the terminal ended with ${code}: ${errors}`)))
    })
  await heard('open')
  return {
    folder,
    pending: at('cache/counterfoil-updater/pending'),
    program,
    mark: at('mark'),
    errors: () => errors,
    async ask(what) {
      const answer = heard('update')
      child.send(what)
      return (await answer).state as UpdateState
    },
    async install() {
      const answer = heard('install')
      child.send('install')
      return (await answer).answer
    },
    ring: () => void (child.connected && child.send('ring')),
    isRelaunched: () => isRelaunched,
    exited,
  }
}

/** A program that says how it was started. Long enough to break off in the middle. */
export const newProgram = Buffer.from(
  `#!/bin/sh\necho "kiosk=$COUNTERFOIL_KIOSK data=$COUNTERFOIL_DATA display=$COUNTERFOIL_DISPLAY" > "$UPDATE_MARK.new"\nmv "$UPDATE_MARK.new" "$UPDATE_MARK"\nexit 0\n#${'x'.repeat(300_000)}\n`,
)

export async function left(file: string): Promise<string> {
  const until = performance.now() + 10_000
  while (!existsSync(file)) {
    if (performance.now() > until) throw new Error(`${file} never came`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return readFileSync(file, 'utf8').trim()
}
