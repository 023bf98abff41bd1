import { expect, it } from 'vitest'
import { launch, shown } from '../support/terminal.ts'

it('lets the windows of a locked kiosk be closed by the update, which asks to quit last', async () => {
  const terminal = launch({ args: ['--kiosk'] })
  await shown(terminal, 'kiosk')
  terminal.main(({ autoUpdater }) => autoUpdater.quitAndInstall(), null).catch(() => undefined)
  expect(await terminal.exited).toBe(0)
})
