/** What this start was asked for. Chromium's own switches stand among ours, so what is not known is left alone. */
import { resolve } from 'node:path'
import { defaultDataFolder } from '../cli/command.ts'
import type { CustomerDisplay } from './displays.ts'

export interface StartArguments {
  /** Absolute. The same default as the command line's, so that `counterfoil backup` finds this terminal's office. */
  readonly folder: string
  readonly kiosk: boolean
  /** Asks the running instance to end: a way out of a kiosk, whose window does not close. */
  readonly quit: boolean
  /** Fills an empty office with made-up customers. */
  readonly demo: boolean
  /** Left out: null, and what the terminal was set to counts. */
  readonly display: number | null
  readonly customerDisplay: CustomerDisplay | null
  readonly openAtLogin: boolean | null
}

function optionOf(argv: readonly string[], name: string): string | null {
  const at = argv.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (at === -1) return null
  const joined = argv[at]?.slice(name.length + 1) ?? ''
  const value = joined === '' ? (argv[at + 1] ?? '') : joined
  return value === '' || value.startsWith('--') ? null : value
}

const numberOf = (text: string | null): number | null =>
  text !== null && /^[1-9]\d?$/.test(text) ? Number(text) : null

function switchOf(text: string | null): boolean | null {
  if (text === 'on') return true
  return text === 'off' ? false : null
}

export function readArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): StartArguments {
  const named = optionOf(argv, '--data') ?? env.COUNTERFOIL_DATA ?? ''
  const customer = optionOf(argv, '--customer-display') ?? env.COUNTERFOIL_CUSTOMER_DISPLAY ?? null
  return {
    folder: resolve(named === '' ? defaultDataFolder(env, platform) : named),
    // A terminal that was updated comes back without its arguments, but with its environment.
    kiosk: argv.includes('--kiosk') || env.COUNTERFOIL_KIOSK === '1',
    quit: argv.includes('--quit'),
    demo: argv.includes('--demo'),
    display: numberOf(optionOf(argv, '--display') ?? env.COUNTERFOIL_DISPLAY ?? null),
    customerDisplay: customer === 'auto' || customer === 'off' ? customer : numberOf(customer),
    openAtLogin: switchOf(optionOf(argv, '--open-at-login')),
  }
}

/** What a start without arguments would have to find in its environment to be this one again; empty where it finds its own way. */
export function carriedByEnvironment(
  asked: StartArguments,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Record<string, string> {
  const { folder, kiosk, display, customerDisplay } = asked
  return {
    ...(folder === resolve(defaultDataFolder(env, platform)) ? {} : { COUNTERFOIL_DATA: folder }),
    ...(kiosk ? { COUNTERFOIL_KIOSK: '1' } : {}),
    ...(display === null ? {} : { COUNTERFOIL_DISPLAY: String(display) }),
    ...(customerDisplay === null ? {} : { COUNTERFOIL_CUSTOMER_DISPLAY: String(customerDisplay) }),
  }
}
