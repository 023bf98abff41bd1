/** A terminal under test: started, ended with the test, and looked at once its first screen is drawn. */
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { type LaunchOptions, launchTerminal, type Terminal } from './electron/launch.ts'
import { temporaryFolder } from './office.ts'

export function launch(options: Partial<LaunchOptions> = {}): Terminal {
  const terminal = launchTerminal({ folder: temporaryFolder(), ...options })
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
