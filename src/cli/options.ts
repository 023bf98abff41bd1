/** Reading a command's arguments, with wrong ones refused in plain words. */
import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'

export interface OptionSpec {
  readonly [name: string]: 'text' | 'flag'
}

export interface ReadOptions {
  readonly texts: Readonly<Record<string, string>>
  readonly flags: ReadonlySet<string>
  readonly positionals: readonly string[]
}

export function readOptions(args: readonly string[], spec: OptionSpec): ReadOptions {
  try {
    const options = Object.fromEntries(
      Object.entries(spec).map(([name, kind]) => [
        name,
        { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
      ]),
    )
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    const entries = Object.entries(values)
    return {
      texts: Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
      flags: new Set(entries.filter(([, value]) => value === true).map(([name]) => name)),
      positionals,
    }
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('.', 1)[0] ?? 'wrong options') : 'wrong options')
  }
}

/** A port: 0 (any free one) to 65535. */
export function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UsageError(`--port wants a number from 0 to 65535, not "${text}"`)
  return port
}
