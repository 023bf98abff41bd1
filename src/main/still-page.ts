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

/**
 * What stands in the window while the screens keep failing, or a kiosk's office cannot be opened: in each language of the
 * product, since nobody can be asked. `detail` is for whoever looks after the machine.
 */
export const waitPage = (detail = ''): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>Counterfoil</title>
<style>
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; justify-content: center; gap: 32px;
  text-align: center; font: 28px/1.5 system-ui, sans-serif; }
p { margin: 0 48px; overflow-wrap: anywhere; }
small { margin: 0 48px; font-size: 16px; opacity: 0.7; overflow-wrap: anywhere; }
</style>
</head>
<body role="alert">
<p lang="en">This screen is starting again. Payments already taken are safe. Please wait a moment, or ask at the counter.</p>
<p lang="fa" dir="rtl">این صفحه دوباره راه‌اندازی می‌شود. پرداخت‌های انجام‌شده محفوظ است. لطفاً کمی صبر کنید یا از باجه بپرسید.</p>
<p lang="hi">यह स्क्रीन फिर से शुरू हो रही है। हो चुके भुगतान सुरक्षित हैं। कृपया थोड़ा रुकें या काउंटर पर पूछें।</p>
<small lang="en">${escaped(detail)}</small>
</body>
</html>`
