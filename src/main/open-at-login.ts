/** Starting with the person's sign-in, where the system lets a program ask for that itself. Linux has units instead. */
import type { App, Settings } from 'electron'

export interface LoginParts {
  readonly app: Pick<App, 'setLoginItemSettings' | 'isPackaged' | 'getAppPath'>
  readonly wanted: boolean | null
  readonly folder: string
  readonly platform: NodeJS.Platform
}

/** The same office and settings as now: the kiosk and its display stand in the terminal's own file, or are given again. */
export function openAtLogin({ app, wanted, folder, platform }: LoginParts, args: readonly string[]): void {
  if (wanted === null || platform === 'linux') return
  const project = app.isPackaged ? [] : [app.getAppPath()]
  const settings: Settings = { openAtLogin: wanted, args: [...project, '--data', folder, ...args] }
  app.setLoginItemSettings(settings)
}
