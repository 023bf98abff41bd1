import { expect, it } from 'vitest'
import { chromiumPages } from '../../../src/gateways/chromium-page.ts'
import { chromiumPictures } from '../../../src/gateways/printers/chromium-pictures.ts'

it('a receipt too tall to be drawn whole is not drawn at all', { timeout: 60_000 }, async () => {
  const pictures = chromiumPictures(chromiumPages(process.env))
  const draw = (px: number) =>
    pictures.draw(`<body style="margin:0"><div style="height:${px}px">Total</div>`, 384, AbortSignal.timeout(30_000))
  expect(await draw(5_900)).toMatchObject({ outcome: 'done' })
  expect(await draw(6_100)).toEqual({ outcome: 'refused', reason: 'picture_failed' })
})
