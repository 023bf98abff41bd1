import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App, Settings } from 'electron'
import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/main/arguments.ts'
import { openAtLogin } from '../../src/main/open-at-login.ts'
import { terminalSettings } from '../../src/main/terminal-settings.ts'
import { temporaryFolder } from '../support/office.ts'

function settings(args: readonly string[], file?: string) {
  const folder = temporaryFolder()
  if (file !== undefined) writeFileSync(join(folder, 'terminal.json'), file)
  return terminalSettings(readArguments(['electron', '.', '--data', folder, ...args], {}, 'linux'))
}

const usual = { kiosk: false, display: null, customerDisplay: 'auto', openAtLogin: null, problem: null }

describe('the settings of a terminal', () => {
  it('are the usual where nothing was said', () => expect(settings([])).toEqual(usual))

  it('stand in its own file, and what the start was asked for counts over them', () => {
    const file = JSON.stringify({ kiosk: true, display: 2, customerDisplay: 'off', openAtLogin: true })
    const inFile = { kiosk: true, display: 2, customerDisplay: 'off', openAtLogin: true, problem: null }
    expect(settings([], file)).toEqual(inFile)
    const asked = ['--display=1', '--customer-display', '3', '--open-at-login=off']
    expect(settings(asked, file)).toEqual({ ...inFile, display: 1, customerDisplay: 3, openAtLogin: false })
  })

  it.each([
    ['no JSON', '{kiosk', 'terminal.json cannot be read and is left aside.'],
    ['a word it does not know', '{"kiosks": true}', 'terminal.json is not understood and left aside.'],
    ['a wrong value', '{"display": 0}', 'terminal.json is not understood at "display" and left aside.'],
  ])('are the usual where the file holds %s, and that is said', (_what, file, problem) => {
    expect(settings([], file)).toEqual({ ...usual, problem })
  })

  it.each(['0', '-1', 'two', '999', '--kiosk'])('take no display called %s', (text) => {
    expect(settings(['--display', text]).display).toBeNull()
  })
})

describe('starting at sign-in', () => {
  function asked(wanted: boolean | null, platform: NodeJS.Platform, isPackaged: boolean): Settings | null {
    let given: Settings | null = null
    const app = {
      isPackaged,
      getAppPath: () => '/project',
      setLoginItemSettings: (to: Settings) => {
        given = to
      },
    } satisfies Partial<App>
    openAtLogin({ app: app as unknown as App, wanted, folder: '/office', platform }, ['--kiosk'])
    return given
  }

  it('is asked of the system with the same office', () => {
    expect(asked(true, 'win32', true)).toEqual({ openAtLogin: true, args: ['--data', '/office', '--kiosk'] })
    expect(asked(false, 'darwin', false)).toEqual({
      openAtLogin: false,
      args: ['/project', '--data', '/office', '--kiosk'],
    })
  })

  it('is left as it is where nobody said anything, and to the units of Linux', () => {
    expect(asked(null, 'win32', true)).toBeNull()
    expect(asked(true, 'linux', true)).toBeNull()
  })
})
