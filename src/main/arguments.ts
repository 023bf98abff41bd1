/** What this start was asked for: the data folder, and whether the screen is a kiosk. Chromium's own switches stand among ours. */
import { resolve } from 'node:path'
import { defaultDataFolder } from '../cli/command.ts'

export interface StartArguments {
  /** Absolute. The same default as the command line's, so that `counterfoil backup` finds this terminal's office. */
  readonly folder: string
  readonly kiosk: boolean
  /** Asks the running instance to end: the way out of a kiosk, whose window does not close. */
  readonly quit: boolean
}

function optionOf(argv: readonly string[], name: string): string | null {
  const at = argv.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (at === -1) return null
  const joined = argv[at]?.slice(name.length + 1) ?? ''
  const value = joined === '' ? (argv[at + 1] ?? '') : joined
  return value === '' || value.startsWith('--') ? null : value
}

export function readArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): StartArguments {
  const named = optionOf(argv, '--data') ?? env.COUNTERFOIL_DATA ?? ''
  return {
    folder: resolve(named === '' ? defaultDataFolder(env, platform) : named),
    // A terminal that was updated comes back without its arguments, but with its environment.
    kiosk: argv.includes('--kiosk') || env.COUNTERFOIL_KIOSK === '1',
    quit: argv.includes('--quit'),
  }
}
