import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/office.ts'
import { launch, shown } from '../support/terminal.ts'

it('a second instance that is started whenever it ends waits for the first, and does not disturb it', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder()
  const first = launch({ folder })
  await shown(first)
  const heard = first.main(
    ({ app, BrowserWindow }) =>
      new Promise<number>((resolve) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.blur()
        let focused = 0
        window?.on('focus', () => {
          focused += 1
        })
        app.once('second-instance', () => setImmediate(() => resolve(focused)))
      }),
    null,
  )
  const second = launch({ folder, env: { COUNTERFOIL_SUPERVISED: '1' } })
  expect(await heard).toBe(0)
  expect(second.isRunning()).toBe(true)
  await first.stop()
  await shown(second)
})
