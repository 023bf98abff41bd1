/**
 * Printing a page that the host wrote, from a frame nobody sees. The frame inherits this page's policy: no script of it
 * runs, and its one style sheet counts because the host's policy names it by its hash.
 */
/** Some browsers return from `print()` before the dialog is done; the frame must outlive it. */
const frameStaysMs = 60_000

/** A dialog that did not begin by then never does: a locked window opens none, and says nothing. */
const beginsWithinMs = 2_000

/** Whether `print()` of this window leads anywhere. Some browsers return from it before they begin. */
function begins(page: Window): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), beginsWithinMs)
    for (const sign of ['beforeprint', 'afterprint']) page.addEventListener(sign, () => resolve(true), { once: true })
  })
}

/** Prints it. False where the browser did not even begin; a payment stands either way. */
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
    // Listens first: what makes the frame go away lets nobody hear after it.
    const begun = begins(page)
    page.addEventListener('afterprint', gone, { once: true })
    setTimeout(gone, frameStaysMs)
    page.print()
    return await begun
  } catch {
    gone()
    return false
  }
}
