/** Telling a certificate nobody should trust from a network that is merely down: the first never heals by waiting. */

/** Node's codes for a peer whose certificate does not verify. Source: nodejs.org/api/tls.html, "X509 certificate error codes". */
const untrusted: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'CERT_CHAIN_TOO_LONG',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** True also for a TLS handshake that failed outright (`ERR_SSL_…`): a plain-text port, or no protocol in common. */
export function isCertificateError(code: string): boolean {
  return untrusted.has(code) || code.startsWith('ERR_SSL_')
}
