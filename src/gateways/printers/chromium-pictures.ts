/** Receipts as pictures through a headless Chromium of this machine, for the Node host. */
import type { ChromiumPages } from '../chromium-page.ts'
import { drawPage, type PagePictures } from './slip-picture.ts'

export function chromiumPictures(pages: ChromiumPages): PagePictures {
  return {
    available: () => pages.available(),
    async draw(html, widthDots, signal) {
      const drawn = await pages.make((page) => drawPage(page.call, widthDots, () => page.show(html)), signal)
      if (drawn.outcome === 'done') return { outcome: 'done', png: drawn.made }
      return { outcome: 'refused', reason: drawn.reason === 'no_browser' ? 'no_browser' : 'picture_failed' }
    },
  }
}
