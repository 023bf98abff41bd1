import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { installed, left, newProgram } from '../support/installed-terminal.ts'
import { updatePeer } from '../support/update-peer.ts'

const soon = { timeout: 15_000, interval: 50 }
const never = '00:00-00:00'

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
