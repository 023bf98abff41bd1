import { expect, it } from 'vitest'
import { printsFrom } from '../support/prints-from.ts'
import { launch, shown } from '../support/terminal.ts'

// In Electron the system's dialog would stand there, with nobody to close it.
it('a desk may open the dialog to print: what keeps a kiosk from it is the kiosk', async () => {
  expect(await printsFrom(await shown(launch()))).toEqual({ page: true, frame: true })
})
