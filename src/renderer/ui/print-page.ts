/**
 * Printing a page that the host wrote, from a frame nobody sees. The frame inherits this page's policy: no script of it
 * runs, and its one style sheet counts because the host's policy names it by its hash.
 */
/** Some browsers return from `print()` before the dialog is done; the frame must outlive it. */
const frameStaysMs = 60_000

/** Prints it. False where the browser could not even begin; a payment stands either way. */
export async function printPage(html: string, title: string): Promise<boolean> {
  const url = URL.createObjectURL(new Blob([html], { type: 'text/html;charset=utf-8' }))
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.title = title
  frame.src = url
  const gone = () => {
    frame.remove()
    URL.revokeObjectURL(url)
  }
  try {
    await new Promise<void>((resolve, reject) => {
      frame.onload = () => resolve()
      frame.onerror = () => reject(new Error('The page to print did not load'))
      document.body.append(frame)
    })
    const page = frame.contentWindow
    if (page === null) throw new Error('The frame to print from has no window')
    page.addEventListener('afterprint', gone, { once: true })
    setTimeout(gone, frameStaysMs)
    page.print()
    return true
  } catch {
    gone()
    return false
  }
}
