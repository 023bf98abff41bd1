/** Pages without script, given to a window as they are. */

/** As an address that a window can load. The page's own words need no network and get none. */
export const addressOf = (html: string): string =>
  `data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`)

/** What stands in the window when the office could not be opened: the one line that says why. */
export function failurePage(line: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>Counterfoil could not start</title>
<style>
body { margin: 48px; font: 18px/1.5 system-ui, sans-serif; }
h1 { font-size: 24px; margin: 0 0 16px; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Counterfoil could not start</h1>
<p role="alert">${escaped(line)}</p>
<p>Close this window, put it right, and start Counterfoil again.</p>
</body>
</html>`
}
