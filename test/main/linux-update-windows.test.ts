/** The update of Windows up to Windows' own question: electron-updater's own code for it, and a script that asks. */
import { writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { installed, left, newProgram } from '../support/installed-terminal.ts'
import { updatePeer } from '../support/update-peer.ts'

const soon = { timeout: 15_000, interval: 50 }

describe('a terminal on Windows', () => {
  const windows = { manifestName: 'latest.yml', fileName: 'Counterfoil-1.1.0-win-x64-setup.exe' }
  /** Says that the question stands, and with what it was called; ends with what a person answers. */
  const elevator =
    '#!/bin/sh\necho "$@" > "$UPDATE_MARK"\nwhile [ -e "$UPDATE_MARK" ] && [ ! -s "$UPDATE_MARK.answer" ]; do sleep 0.05; done\nexit "$(cat "$UPDATE_MARK.answer")"\n'

  /** As far as the question: the installer itself may not be started, as one that wants an administrator's rights may not. */
  async function asking() {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0', content: newProgram, ...windows })
    const terminal = await installed(peer, { env: { APPIMAGE: '', STAND_IN_PLATFORM: 'win32' }, elevator })
    expect((await terminal.ask('check')).step).toMatchObject({ kind: 'ready' })
    expect(await terminal.install()).toEqual({ outcome: 'started' })
    const answer = (code: number): void => writeFileSync(`${terminal.mark}.answer`, String(code))
    onTestFinished(() => answer(1))
    expect(await left(terminal.mark)).toMatch(/Counterfoil-1\.1\.0-win-x64-setup\.exe --updated \/S$/)
    return { terminal, answer }
  }

  it('ends once a person let the installer in', async () => {
    const { terminal, answer } = await asking()
    answer(0)
    expect(await terminal.exited).toBe(0)
    expect(terminal.isRelaunched()).toBe(false)
  })

  it('is started anew where they declined, and says so in its log', async () => {
    const { terminal, answer } = await asking()
    answer(1)
    expect(await terminal.exited).toBe(1)
    expect(terminal.isRelaunched()).toBe(true)
    expect(terminal.errors()).toContain('ELEVATION_DECLINED')
  })

  it('is started anew where nobody answers', async () => {
    const { terminal } = await asking()
    await vi.waitFor(() => {
      terminal.ring()
      expect(terminal.isRelaunched()).toBe(true)
    }, soon)
    expect(await terminal.exited).toBe(1)
  })
})
