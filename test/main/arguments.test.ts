import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultDataFolder } from '../../src/cli/command.ts'
import { carriedByEnvironment, readArguments } from '../../src/main/arguments.ts'

const env = { HOME: '/home/desk', XDG_DATA_HOME: '/home/desk/data' }
const read = (args: string[], more: Record<string, string> = {}) =>
  readArguments(['electron', '.', ...args], { ...env, ...more }, 'linux')

describe('the arguments of a start', () => {
  it.each([[['--data', '/office']], [['--data=/office']], [['--no-sandbox', '--data', '/office', '--kiosk']]])(
    'take the data folder from %j',
    (args) => expect(read(args).folder).toBe(resolve('/office')),
  )

  it('take it from the environment, and then from the place the command line uses', () => {
    expect(read([], { COUNTERFOIL_DATA: '/elsewhere' }).folder).toBe(resolve('/elsewhere'))
    expect(read(['--data', '/office'], { COUNTERFOIL_DATA: '/elsewhere' }).folder).toBe(resolve('/office'))
    expect(read([]).folder).toBe(resolve(defaultDataFolder(env, 'linux')))
  })

  it('do not take a switch for a folder', () => {
    expect(read(['--data', '--kiosk'], { COUNTERFOIL_DATA: '/elsewhere' })).toMatchObject({
      folder: resolve('/elsewhere'),
      kiosk: true,
    })
  })

  it('say which displays, whether to start at sign-in, and whether to fill an empty office', () => {
    const nothing = { display: null, customerDisplay: null, openAtLogin: null, demo: false }
    expect(read([])).toMatchObject(nothing)
    expect(read(['--display', '2', '--customer-display=off', '--open-at-login', 'on', '--demo'])).toMatchObject({
      ...{ display: 2, customerDisplay: 'off', openAtLogin: true, demo: true },
    })
    expect(read(['--display', 'left', '--customer-display=front', '--open-at-login=yes'])).toMatchObject(nothing)
  })

  it('say whether the screen is a kiosk, and whether it is to end', () => {
    expect(read([])).toMatchObject({ kiosk: false, quit: false })
    expect(read(['--kiosk'])).toMatchObject({ kiosk: true, quit: false })
    expect(read(['--quit'])).toMatchObject({ quit: true })
  })
})

describe('a start that follows an update', () => {
  it('finds in its environment what this one was given as arguments', () => {
    const first = readArguments(
      ['app', '--kiosk', '--data', '/srv/office', '--display=2', '--customer-display', 'off'],
      { HOME: '/home/kiosk' },
      'linux',
    )
    const carried = carriedByEnvironment(first, { HOME: '/home/kiosk' }, 'linux')
    expect(readArguments(['app'], { HOME: '/home/kiosk', ...carried }, 'linux')).toEqual(first)
    const usual = readArguments(['app'], { HOME: '/home/kiosk' }, 'linux')
    expect(carriedByEnvironment(usual, { HOME: '/home/kiosk' }, 'linux')).toEqual({})
  })
})
