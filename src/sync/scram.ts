/** A password as PostgreSQL keeps it, so that neither its log nor its owner ever sees the password itself. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'

/** PostgreSQL's own default, `scram_iterations`. */
const iterations = 4_096

/**
 * `SCRAM-SHA-256$…` for `ALTER ROLE … PASSWORD`. `password`: printable ASCII, so that no preparation of it can differ between two
 * programs; anything else throws. `salt`: 16 random bytes. Sources: RFC 5803, RFC 7677, PostgreSQL 18 documentation §53.
 */
export function scramVerifier(password: string, salt: Uint8Array): string {
  if (!/^[\x21-\x7e]{1,256}$/.test(password)) throw new Error('a password for headquarters is of printable ASCII')
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const hmac = (words: string): Buffer => createHmac('sha256', salted).update(words).digest()
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const serverKey = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${Buffer.from(salt).toString('base64')}$${storedKey}:${serverKey}`
}
