/** Access tokens as JWTs (RFC 7519, RFC 9068) signed with EdDSA over Ed25519. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { AccessTokens } from '../core/users/access-tokens.ts'
import { accessValidMs } from '../core/users/rules.ts'

const issuer = 'urn:counterfoil:office'
const audience = 'urn:counterfoil:rest'
const type = 'at+jwt'

/** The key's thumbprint, RFC 7638 and RFC 8037: two offices never share a `kid`. */
function thumbprint(x: string): string {
  return createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url')
}

const seconds = (atMs: number): number => Math.floor(atMs / 1_000)

export function accessTokens(privateKey: KeyObject): AccessTokens {
  const publicKey = createPublicKey(privateKey)
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const kid = thumbprint(x)
  return {
    sign: ({ userId, sessionId, tokenId }, issuedAtMs) =>
      new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'EdDSA', typ: type, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(tokenId)
        .setIssuedAt(seconds(issuedAtMs))
        .setExpirationTime(seconds(issuedAtMs + accessValidMs))
        .sign(privateKey),
    async read(token, nowMs) {
      try {
        const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
          algorithms: ['EdDSA'],
          typ: type,
          issuer,
          audience,
          requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp'],
          currentDate: new Date(nowMs),
        })
        const { sub, sid } = payload
        if (protectedHeader.kid !== kid || sub === undefined || typeof sid !== 'string') return null
        return { userId: sub, sessionId: sid }
      } catch (error) {
        // Whatever is wrong with a token, its bearer is told no more than that it is not good.
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null
        throw error
      }
    },
    keySet: () => ({ keys: [{ kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' }] }),
  }
}
