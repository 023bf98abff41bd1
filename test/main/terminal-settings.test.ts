import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App, Settings } from 'electron'
import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/main/arguments.ts'
import { openAtLogin } from '../../src/main/open-at-login.ts'
import { rememberKiosk, terminalSettings } from '../../src/main/terminal-settings.ts'
import { temporaryFolder } from '../support/office.ts'

function settings(args: readonly string[], file?: string) {
  const folder = temporaryFolder()
  if (file !== undefined) writeFileSync(join(folder, 'terminal.json'), file)
  return terminalSettings(readArguments(['electron', '.', '--data', folder, ...args], {}, 'linux'))
}

const usual = {
  kiosk: false,
  madeKiosk: false,
  display: null,
  customerDisplay: 'auto',
  openAtLogin: null,
  problem: null,
}

describe('the settings of a terminal', () => {
  it('are the usual where nothing was said', () => expect(settings([])).toEqual(usual))

  it('stand in its own file, and what the start was asked for counts over them', () => {
    const file = JSON.stringify({ kiosk: true, display: 2, customerDisplay: 'off', openAtLogin: true })
    const inFile = {
      kiosk: true,
      madeKiosk: false,
      display: 2,
      customerDisplay: 'off',
      openAtLogin: true,
      problem: null,
    }
    expect(settings([], file)).toEqual(inFile)
    const asked = ['--display=1', '--customer-display', '3', '--open-at-login=off']
    expect(settings(asked, file)).toEqual({ ...inFile, display: 1, customerDisplay: 3, openAtLogin: false })
  })

  const unread = 'terminal.json cannot be read: this terminal is locked as a kiosk until that is put right.'
  it.each([
    ['no JSON', '{"kiosk": fal', unread, { kiosk: true }],
    ['a list', '[]', unread, { kiosk: true }],
    ['a word it does not know', '{"kiosks": true, "display": 2}', 'kiosks', { kiosk: true, display: 2 }],
    ['such a word, and a desk', '{"kiosks": true, "kiosk": false}', 'kiosks', {}],
    ['a wrong value', '{"display": 0, "kiosk": true}', 'display', { kiosk: true }],
    ['a wrong value at a desk', '{"display": 0, "customerDisplay": "off"}', 'display', { customerDisplay: 'off' }],
    ['no word on the kiosk', '{"kiosk": "yes"}', 'kiosk', { kiosk: true }],
  ])(
    'keep what is understood and never open a kiosk where the file holds %s, and that is said',
    (_what, file, wrong, kept) => {
      const problem = wrong === unread ? unread : `terminal.json is not understood at "${wrong}", which is left aside.`
      expect(settings([], file)).toEqual({ ...usual, ...kept, problem })
    },
  )

  it('remember that the office made this terminal a kiosk, beside what people wrote', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'terminal.json')
    const read = () => terminalSettings(readArguments(['electron', '.', '--data', folder], {}, 'linux'))
    expect(rememberKiosk(folder, false)).toBe(true)
    expect(existsSync(file)).toBe(false)
    writeFileSync(file, '{"display": 2}')
    expect(rememberKiosk(folder, true)).toBe(true)
    expect(read()).toEqual({ ...usual, madeKiosk: true, display: 2 })
    expect(rememberKiosk(folder, false)).toBe(true)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ display: 2 })
    writeFileSync(file, '{"disp')
    expect(rememberKiosk(folder, true)).toBe(false)
    expect(readFileSync(file, 'utf8')).toBe('{"disp')
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
