/** What every command of the line shares: how it ends, where the data is, where the product's own files are. */
import { homedir } from 'node:os'
import { join } from 'node:path'

/** 0 done, 1 it failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly migrationsFolder: string
  /** Of headquarters' PostgreSQL, not of the office. */
  readonly headquartersMigrations: string
  readonly workerUrl: URL
  /** Folder of the built screens. */
  readonly screens: string
  /** The project's own folder: package.json, node_modules. */
  readonly root: string
  out(line: string): void
  /** One clear line on standard error. */
  fail(line: string): void
}

export interface Command {
  /** Arguments after the command's name, `--data` taken out. */
  run(args: readonly string[], dataFolder: string, context: CommandContext): Promise<ExitCode>
}

/** A wrong call: the line says what is wrong with it. */
export class UsageError extends Error {}

/** The operating system's place for an application's data. */
export function defaultDataFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Counterfoil')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Counterfoil')
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'counterfoil')
}
