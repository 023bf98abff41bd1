/** The one-time word by which the host allows this page's own style elements; empty while developing without a host. */
export function styleNonce(): string {
  const content = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  return content === '__CSP_NONCE__' ? '' : content
}

/** Libraries that make their own style elements (Mantine's scroll lock) look the nonce up under this name. */
export function shareStyleNonce(): void {
  Reflect.set(globalThis, '__webpack_nonce__', styleNonce())
}
