import type { Page } from 'playwright-core'

/** Whether a dialog to print begins where the page, or a frame of it as the screens print from, asks for one. */
export async function printsFrom(page: Page): Promise<{ page: boolean; frame: boolean }> {
  return page.evaluate(async () => {
    const begins = async (window: Window): Promise<boolean> => {
      const begun = new Promise<boolean>((resolve) => {
        window.addEventListener('beforeprint', () => resolve(true), { once: true })
        setTimeout(() => resolve(false), 1_000)
      })
      window.print()
      return begun
    }
    const frame = document.createElement('iframe')
    frame.src = URL.createObjectURL(new Blob(['<p>Receipt</p>'], { type: 'text/html' }))
    await new Promise((resolve) => {
      frame.onload = resolve
      document.body.append(frame)
    })
    if (frame.contentWindow === null) throw new Error('no frame')
    return { frame: await begins(frame.contentWindow), page: await begins(window) }
  })
}
