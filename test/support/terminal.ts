/** A terminal under test: started, ended with the test, and looked at once its first screen is drawn. */
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { type LaunchOptions, launchTerminal, type Terminal } from './electron/launch.ts'
import { beginOffice, temporaryFolder } from './folders.ts'

/** Over an office as it was left, or a new one: its tables are there, for making them is a tenth of a start. */
export function launch(options: Partial<LaunchOptions> = {}): Terminal {
  const { folder = temporaryFolder() } = options
  beginOffice(folder)
  const terminal = launchTerminal({ ...options, folder })
  onTestFinished(async () => {
    await terminal.stop()
  })
  return terminal
}

export async function shown(terminal: Terminal, face?: 'kiosk' | 'customer'): Promise<Page> {
  const page = await terminal.page(face)
  await page
    .getByRole(face === 'customer' ? 'heading' : 'button')
    .first()
    .waitFor({ timeout: 10_000 })
  return page
}
