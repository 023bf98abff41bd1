/** Electron's custom schemes as addresses that a plain Chromium can have an origin for, and back. */

const schemes = new Set<string>()

export function knowScheme(scheme: string): void {
  schemes.add(scheme)
}

/** `app://counterfoil/x` → `https://counterfoil.app.test/x`; the reserved name can belong to nobody. */
export function toChromium(address: string): string {
  const found = /^(blob:)?([a-z]+):\/\/([^/]+)(.*)$/s.exec(address)
  const [, blob = '', scheme = '', host = '', rest = ''] = found ?? []
  return schemes.has(scheme) ? `${blob}https://${host}.${scheme}.test${rest}` : address
}

export function fromChromium(address: string): string {
  const found = /^(blob:)?https:\/\/([^/]+)\.([a-z]+)\.test(.*)$/s.exec(address)
  const [, blob = '', host = '', scheme = '', rest = ''] = found ?? []
  return schemes.has(scheme) ? `${blob}${scheme}://${host}${rest}` : address
}
