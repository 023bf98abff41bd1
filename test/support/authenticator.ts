/** An authenticator app, as a phone has one: another implementation than the product's. */
import { Secret, TOTP } from 'otpauth'

/** The app after a person typed in or scanned the key: says the code of a moment. */
export function appWith(key: string): (atMs: number) => string {
  const app = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) })
  return (timestamp) => app.generate({ timestamp })
}
