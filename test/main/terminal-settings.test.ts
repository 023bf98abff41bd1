import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App, Settings } from 'electron'
import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/main/arguments.ts'
import { openAtLogin } from '../../src/main/open-at-login.ts'
import { argumentsAgain, rememberKiosk, terminalSettings } from '../../src/main/terminal-settings.ts'
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

/** What a program of Windows gets of a command line. Source: "Parsing C command-line arguments" (Microsoft). */
function windowsArguments(line: string): string[] {
  const found: string[] = []
  let word = ''
  let isQuoted = false
  let hasBegun = false
  for (const [, slashes = '', end = ''] of line.matchAll(/(\\*)([^\\]|$)/gs)) {
    const isQuote = end === '"'
    word += '\\'.repeat(isQuote ? Math.floor(slashes.length / 2) : slashes.length)
    if (slashes !== '') hasBegun = true
    if (isQuote && slashes.length % 2 === 1) word += '"'
    else if (isQuote) [isQuoted, hasBegun] = [!isQuoted, true]
    else if (end === '' || (end === ' ' && !isQuoted)) {
      if (hasBegun) found.push(word)
      ;[word, hasBegun] = ['', false]
    } else [word, hasBegun] = [word + end, true]
  }
  return found
}

describe('starting at sign-in', () => {
  interface Asked {
    readonly wanted?: boolean | null
    readonly folder?: string
    readonly isPackaged?: boolean
    readonly args?: readonly string[]
  }
  function asked(
    platform: NodeJS.Platform,
    { wanted = true, folder = '/office', isPackaged = true, args = [] }: Asked,
  ) {
    const given: Settings[] = []
    const app = {
      isPackaged,
      getAppPath: () => 'C:\\The project',
      setLoginItemSettings: (to: Settings) => void given.push(to),
    } satisfies Partial<App>
    const parts = { app: app as unknown as App, wanted, folder, usualFolder: '/office', platform }
    const problem = openAtLogin(parts, args)
    return { given, problem }
  }

  it.each(['C:\\Users\\Front Desk\\AppData\\Roaming\\Counterfoil', 'D:\\', 'D:\\Two words\\', 'C:\\plain'])(
    'asks Windows for the same office at %s, read as one argument',
    (folder) => {
      const { given, problem } = asked('win32', { folder, args: ['--kiosk', '--display=2'], isPackaged: false })
      expect(problem).toBeNull()
      // Electron joins them with blanks only: electron.d.ts, "Take care to wrap paths in quotes".
      const line = ['"C:\\Counterfoil.exe"', ...(given[0]?.args ?? [])].join(' ')
      const read = ['C:\\Counterfoil.exe', 'C:\\The project', '--data', folder, '--kiosk', '--display=2']
      expect(windowsArguments(line)).toEqual(read)
      expect(given[0]?.openAtLogin).toBe(true)
    },
  )

  it('asks macOS only for a start that needs no argument, and says why not', () => {
    expect(asked('darwin', {})).toEqual({ given: [{ openAtLogin: true }], problem: null })
    for (const other of [{ folder: '/elsewhere' }, { args: ['--kiosk'] }, { isPackaged: false }]) {
      const { given, problem } = asked('darwin', other)
      expect(given).toEqual([])
      expect(problem).toMatch(/^macOS starts a program at sign-in without arguments/)
      expect(asked('darwin', { ...other, wanted: false })).toEqual({ given: [{ openAtLogin: false }], problem: null })
    }
  })

  it('is left as it is where nobody said anything, and to the units of Linux', () => {
    expect(asked('win32', { wanted: null })).toEqual({ given: [], problem: null })
    expect(asked('linux', {})).toEqual({ given: [], problem: null })
  })

  it('gives again what the file does not say', () => {
    const again = (args: readonly string[], file: object) => {
      const folder = temporaryFolder()
      writeFileSync(join(folder, 'terminal.json'), JSON.stringify(file))
      return argumentsAgain(readArguments(['electron', '.', '--data', folder, ...args], {}, 'linux'))
    }
    const all = ['--kiosk', '--display=2', '--customer-display=off']
    expect(again(all, {})).toEqual(all)
    expect(again(all, { kiosk: true, display: 2, customerDisplay: 'off' })).toEqual([])
    expect(again([], { kiosk: true, display: 2 })).toEqual([])
    expect(again(['--display=1'], { display: 2 })).toEqual(['--display=1'])
  })
})
