import { type ChildProcess, fork } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { UpdateState } from '../../src/contract/update.ts'
import { type UpdatePeer, updatePeer } from '../support/update-peer.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const soon = { timeout: 15_000, interval: 50 }
const never = '00:00-00:00'
const always = '00:00-23:59'

interface Installed {
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

/** A terminal of version 1.0.0, installed as an AppImage, with the peer's key in it. */
async function installed(
  peer: UpdatePeer,
  options: { hours?: string; args?: string[]; feed?: string; env?: Record<string, string>; program?: string } = {},
): Promise<Installed> {
  const place = mkdtempSync(join(tmpdir(), 'counterfoil-update-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const at = (name: string): string => join(place, name)
  mkdirSync(at('resources/update'), { recursive: true })
  const main = relative(place, here('../support/electron/update-terminal.ts'))
  writeFileSync(at('package.json'), JSON.stringify({ name: 'counterfoil', version: '1.0.0', main }))
  writeFileSync(at('resources/app-update.yml'), 'updaterCacheDirName: counterfoil-updater\n')
  writeFileSync(at('resources/update/public-key.pem'), peer.publicKey.export({ type: 'spki', format: 'pem' }))
  const program = at(options.program ?? 'Counterfoil-linux-x86_64.AppImage')
  writeFileSync(program, 'version 1.0.0')
  chmodSync(program, 0o755)
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
  const child: ChildProcess = fork(
    here('../support/electron/run.ts'),
    [place, '--data', folder, ...(options.args ?? [])],
    {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      env,
      execArgv: [],
    },
  )
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
const newProgram = Buffer.from(
  `#!/bin/sh\necho "kiosk=$COUNTERFOIL_KIOSK data=$COUNTERFOIL_DATA display=$COUNTERFOIL_DISPLAY" > "$UPDATE_MARK.new"\nmv "$UPDATE_MARK.new" "$UPDATE_MARK"\nexit 0\n#${'x'.repeat(300_000)}\n`,
)

async function left(file: string): Promise<string> {
  const until = performance.now() + 10_000
  while (!existsSync(file)) {
    if (performance.now() > until) throw new Error(`${file} never came`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return readFileSync(file, 'utf8').trim()
}

describe('an installed terminal', () => {
  it('brings a signed release in the background, backs the office up and starts it on an administrator’s press', async () => {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0', content: newProgram })
    const terminal = await installed(peer, { args: ['--kiosk', '--display=2'] })
    const found = await terminal.ask('check')
    expect(found).toMatchObject({ version: '1.0.0', step: { kind: 'ready', offered: '1.1.0', waitingFor: [] } })
    expect(readFileSync(terminal.program, 'utf8')).toBe('version 1.0.0')

    const backups = join(terminal.folder, 'before-update')
    mkdirSync(backups)
    const old = [1, 2, 3].map((day) => `counterfoil-2020010${day}-090000.db`)
    // The last is of a copy that was killed.
    for (const name of [...old, 'counterfoil-20200104-090000.db.unfinished']) writeFileSync(join(backups, name), '')
    expect(await terminal.install()).toEqual({ outcome: 'started' })
    expect(await terminal.exited).toBe(0)
    expect(await left(terminal.mark)).toBe(`kiosk=1 data=${terminal.folder} display=2`)
    expect(readFileSync(terminal.program).equals(newProgram)).toBe(true)
    const kept = readdirSync(backups).sort()
    expect(kept).toHaveLength(3)
    expect(kept.slice(0, 2)).toEqual(old.slice(1))
  })

  it('installs by itself outside working hours', async () => {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0', content: newProgram })
    const terminal = await installed(peer, { hours: never })
    await terminal.ask('check').catch(() => undefined)
    expect(await terminal.exited).toBe(0)
    expect(await left(terminal.mark)).toBe(`kiosk= data=${terminal.folder} display=`)
  })

  it('refuses what is not what the manifest names, what breaks off, and takes the true one after', async () => {
    const peer = await updatePeer()
    const tampered = Buffer.from(newProgram)
    tampered[100] = 0
    peer.publish({ version: '1.1.0', content: tampered, claimed: newProgram })
    const terminal = await installed(peer)
    expect((await terminal.ask('check')).step).toMatchObject({ kind: 'refused', why: 'wrong_file', offered: '1.1.0' })
    expect(terminal.errors()).toContain('what came is not what the manifest names')
    expect(await terminal.install()).toEqual({ outcome: 'refused', waitingFor: [] })

    peer.publish({ version: '1.1.0', content: newProgram })
    peer.broken.add('Counterfoil-1.1.0-linux-x64.AppImage')
    expect((await terminal.ask('check')).step).toMatchObject({ kind: 'refused', why: 'broken_download' })
    peer.publish({ version: '1.1.0', content: newProgram.subarray(0, 1_000), claimed: newProgram })
    peer.broken.clear()
    expect((await terminal.ask('check')).step).toMatchObject({ kind: 'refused', why: 'wrong_file' })

    peer.publish({ version: '1.1.0', content: newProgram })
    expect((await terminal.ask('check')).step).toMatchObject({ kind: 'ready', offered: '1.1.0' })
    expect(readFileSync(terminal.program, 'utf8')).toBe('version 1.0.0')
    // What was withdrawn is not installed.
    peer.publish({ version: '1.0.0' })
    expect((await terminal.ask('check')).step).toEqual({ kind: 'current' })
    expect(await terminal.install()).toEqual({ outcome: 'refused', waitingFor: [] })
  })

  it('does not run what was changed on the disk after it was proven, and brings it anew', async () => {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0', content: newProgram })
    const terminal = await installed(peer)
    await terminal.ask('check')
    const lying = join(terminal.pending, 'Counterfoil-1.1.0-linux-x64.AppImage')
    // Of the same length, so that the length alone says nothing.
    const evil = Buffer.from(newProgram)
    evil.write('#!/bin/sh\nexit 7\n')
    writeFileSync(lying, evil)
    expect(await terminal.install()).toEqual({ outcome: 'started' })
    const refused = { kind: 'refused', why: 'wrong_file', offered: '1.1.0' }
    await vi.waitFor(async () => expect((await terminal.ask('state')).step).toMatchObject(refused), soon)
    expect(readFileSync(terminal.program, 'utf8')).toBe('version 1.0.0')
    expect(existsSync(lying)).toBe(false)

    expect((await terminal.ask('check')).step).toMatchObject({ kind: 'ready' })
    // What lies there is looked at also where nothing is to be downloaded.
    peer.publish({ version: '1.0.0' })
    await terminal.ask('check')
    writeFileSync(lying, evil)
    peer.publish({ version: '1.1.0', content: newProgram })
    expect((await terminal.ask('check')).step).toMatchObject(refused)
    await terminal.ask('check')
    expect(await terminal.install()).toEqual({ outcome: 'started' })
    expect(await terminal.exited).toBe(0)
    expect(readFileSync(terminal.program).equals(newProgram)).toBe(true)
  })

  it('stays where whoever starts it looks for it, also under a name with its version', async () => {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0', content: newProgram, fileName: 'Counterfoil-1.1.0-linux-x86_64.AppImage' })
    const terminal = await installed(peer, { hours: never, program: 'Counterfoil-1.0.0-linux-x86_64.AppImage' })
    await terminal.ask('check').catch(() => undefined)
    expect(await terminal.exited).toBe(0)
    await left(terminal.mark)
    expect(readFileSync(terminal.program).equals(newProgram)).toBe(true)
  })

  it('asks nothing of a feed without TLS, and says so', async () => {
    const peer = await updatePeer()
    const plain = await installed(peer, { feed: 'http://updates.example.com/feed' })
    expect((await plain.ask('check')).step).toEqual({ kind: 'off', why: 'insecure_feed' })
    expect(plain.errors()).toContain('COUNTERFOIL_UPDATE_FEED is not an https address')
  })
})

describe('a terminal on macOS', () => {
  const mac = { manifestName: 'latest-mac.yml', fileName: `Counterfoil-1.1.0-mac-${process.arch}.zip` }
  const installing = async (squirrel: string) => {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0', content: newProgram, ...mac })
    const terminal = await installed(peer, {
      env: { APPIMAGE: '', STAND_IN_PLATFORM: 'darwin', STAND_IN_SQUIRREL: squirrel },
    })
    expect((await terminal.ask('check')).step).toMatchObject({ kind: 'ready' })
    expect(await terminal.install()).toEqual({ outcome: 'started' })
    return terminal
  }

  it('ends once the new version is in place', async () => {
    const terminal = await installing('takes')
    expect(await terminal.exited).toBe(0)
    expect(terminal.isRelaunched()).toBe(false)
  })

  it('is started anew where the system does not take the new version, which it says late', async () => {
    const terminal = await installing('refuses')
    expect(await terminal.exited).toBe(1)
    expect(terminal.isRelaunched()).toBe(true)
  })

  it('is started anew where nothing is heard any more', async () => {
    const terminal = await installing('is silent')
    await vi.waitFor(() => {
      terminal.ring()
      expect(terminal.isRelaunched()).toBe(true)
    }, soon)
    expect(await terminal.exited).toBe(1)
  })
})
