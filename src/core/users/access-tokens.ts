/** The port behind which access tokens are signed and read. Asynchronous, so never inside a transaction. */

export interface AccessClaims {
  readonly userId: string
  /** The sign-in it belongs to. */
  readonly sessionId: string
}

export interface AccessTokens {
  /** `issuedAtMs` is epoch milliseconds; the token is good for 15 minutes from then. */
  sign(claims: AccessClaims & { readonly tokenId: string }, issuedAtMs: number): Promise<string>
  /** Null for anything but a token of ours, for this audience, still good: who asks learns no more than that. */
  read(token: string, nowMs: number): Promise<AccessClaims | null>
  /** The public keys, RFC 7517. */
  keySet(): { readonly keys: readonly Readonly<Record<string, string>>[] }
}
