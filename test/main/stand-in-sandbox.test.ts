import { expect, it } from 'vitest'
import { launch } from '../support/terminal.ts'

it('an installed terminal does not open its office without the sandbox, and says what to do', async () => {
  const terminal = launch({ args: ['--no-sandbox'], env: { STAND_IN_PACKAGED: '1' } })
  const page = await terminal.page()
  expect(await page.getByRole('alert').textContent()).toContain('does not run without its sandbox')
  terminal.closeWindow()
  expect(await terminal.exited).toBe(1)
})
