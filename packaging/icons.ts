/**
 * Draws resources/icons from icon.svg with a real Chromium: `npm run icons`. What it writes is committed, so that a
 * release machine needs no browser.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../test/support/browser.ts'
import { icnsOf, icoOf, type Picture } from './icon-files.ts'

const folder = fileURLToPath(new URL('../resources/icons/', import.meta.url))
const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const
const windowsSizes = [16, 24, 32, 48, 64, 128, 256] as const
const appleSizes = [16, 32, 64, 128, 256, 512, 1024] as const
/** Apple's grid leaves a margin around the drawing: 824 of 1024. Source: Apple's icon template. */
const appleShare = 824 / 1024

async function draw(page: Page, svg: string, size: number, share: number): Promise<Picture> {
  const drawn = await page.evaluate(
    async ({ svg, size, share }) => {
      const image = new Image(size, size)
      image.src = `data:image/svg+xml;base64,${btoa(svg)}`
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = size
      canvas.height = size
      const context = canvas.getContext('2d')
      if (context === null) throw new Error('no canvas')
      const side = size * share
      context.drawImage(image, (size - side) / 2, (size - side) / 2, side, side)
      const rgba = context.getImageData(0, 0, size, size).data
      return { png: canvas.toDataURL('image/png').split(',')[1] ?? '', rgba: [...rgba] }
    },
    { svg, size, share },
  )
  return { size, png: Buffer.from(drawn.png, 'base64'), rgba: Uint8Array.from(drawn.rgba) }
}

const svg = readFileSync(`${folder}icon.svg`, 'utf8').replace('<svg ', '<svg width="1024" height="1024" ')
const browser = await launchBrowser()
try {
  const page = await browser.newPage()
  const square = new Map<number, Picture>()
  for (const size of pngSizes) square.set(size, await draw(page, svg, size, 1))
  mkdirSync(`${folder}png`, { recursive: true })
  for (const { size, png } of square.values()) writeFileSync(`${folder}png/${size}x${size}.png`, png)
  writeFileSync(`${folder}icon.png`, square.get(512)?.png ?? '')
  writeFileSync(`${folder}icon.ico`, icoOf(windowsSizes.flatMap((size) => square.get(size) ?? [])))
  const apple: Picture[] = []
  for (const size of appleSizes) apple.push(await draw(page, svg, size, appleShare))
  writeFileSync(`${folder}icon.icns`, icnsOf(apple))
} finally {
  await browser.close()
}
