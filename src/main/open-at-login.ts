/** Starting with the person's sign-in, where the system lets a program ask for that itself. Linux has units instead. */
import type { App } from 'electron'

export interface LoginParts {
  readonly app: Pick<App, 'setLoginItemSettings' | 'isPackaged' | 'getAppPath'>
  readonly wanted: boolean | null
  readonly folder: string
  /** The folder that a start without arguments takes. */
  readonly usualFolder: string
  readonly platform: NodeJS.Platform
}

/**
 * As one argument of a command line of Windows, where Electron joins arguments with blanks only. Source: "Parsing C
 * command-line arguments" (Microsoft): backslashes count double before a quote.
 */
const quoted = (argument: string): string =>
  `"${argument.replace(/(\\*)("|$)/g, (_, slashes, end) => `${slashes}${slashes}${end === '' ? '' : '\\"'}`)}"`

const noArguments =
  'macOS starts a program at sign-in without arguments: use the usual data folder and put "kiosk" and "display" into its terminal.json. Not done.'

/**
 * The same office and settings as now; `args` are those that nothing else would say at the next start. Returns one line where
 * the system could not start it as it is now, and then leaves everything as it was.
 */
export function openAtLogin(parts: LoginParts, args: readonly string[]): string | null {
  const { app, wanted, folder, platform } = parts
  if (wanted === null || platform === 'linux') return null
  const project = app.isPackaged ? [] : [app.getAppPath()]
  if (platform === 'win32') {
    const paths = [...project.map(quoted), '--data', quoted(folder)]
    app.setLoginItemSettings({ openAtLogin: wanted, args: [...paths, ...args] })
    return null
  }
  const isAlike = folder === parts.usualFolder && args.length === 0 && project.length === 0
  if (wanted && !isAlike) return noArguments
  app.setLoginItemSettings({ openAtLogin: wanted })
  return null
}
