/**
 * Puts a mail's page into a frame without scripts. The page's policy also holds in there and forbids style elements and
 * style attributes, not styles set through the object model; so the styles are taken out of the words and set that way.
 */

export type MailScheme = 'light' | 'dark'

/** An empty page to put it in; a frame without one would be in quirks mode. */
export const emptyPage = '<!DOCTYPE html><html><head><title></title></head><body></body></html>'

const styleElement = /<style>([\s\S]*?)<\/style>/

/** Answers how tall the mail is, in CSS pixels. Quotes in the mail's words are escaped, so only real attributes match. */
export function drawMail(page: Document, html: string, scheme: MailScheme): number {
  const css = styleElement.exec(html)?.[1] ?? ''
  const bare = html.replace(styleElement, '').replaceAll(' style="', ' data-style="')
  const mail = new DOMParser().parseFromString(bare, 'text/html')
  page.documentElement.lang = mail.documentElement.lang
  page.documentElement.dir = mail.documentElement.dir
  page.title = mail.title
  page.body.replaceWith(page.adoptNode(mail.body))
  for (const element of page.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = element.dataset.style ?? ''
    element.removeAttribute('data-style')
  }
  const Sheet = page.defaultView?.CSSStyleSheet
  if (Sheet) {
    const sheet = new Sheet()
    sheet.replaceSync(inScheme(css, scheme))
    page.adoptedStyleSheets = [sheet]
  }
  return page.body.offsetHeight
}

/** As a reader's program would see it that prefers this scheme. */
function inScheme(css: string, scheme: MailScheme): string {
  return css
    .replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all')
    .replaceAll('color-scheme: light dark', `color-scheme: ${scheme}`)
}
