/** Pure decisions about letting screens in. */
import { type Chance, randomBelow } from '../kernel/chance.ts'

/** No vowels, so no words; nothing that looks like something else (0 O, 1 I L, 2 Z, 5 S, 8 B, U V, G Q). */
const alphabet = 'CDFHJKMNPRTWXY34679'
const codeLength = 8

/** A code lives this long: 10 minutes. */
export const codeLifeMs = 10 * 60_000

/** So many wrong codes may be typed while a code is alive; then it dies. */
export const mostTries = 5

/** Screens that may wait at once: from one place, and in all. */
export const mostWaiting = { perBlock: 5, inAll: 50 } as const

export const freshPairingCode = (chance: Chance): string =>
  Array.from({ length: codeLength }, () => alphabet[randomBelow(chance, alphabet.length)]).join('')

/** The first four groups of an IPv6 address, its zeros written out. */
function network(address: string): string {
  const [head = '', tail] = address.split('::', 2)
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...(tail === undefined ? [] : zeros), ...after]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}

/** The address as people write it: without IPv6's wrapping of IPv4, and without a zone. */
export const plainAddress = (address: string): string =>
  address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '')

/** What counts as one place: an IPv4 address, or an IPv6 /64, within which a machine changes its address every day (RFC 8981). */
export function addressBlock(address: string): string {
  const plain = plainAddress(address)
  return plain.includes(':') ? `${network(plain)}::/64` : plain
}

const browsers = [
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['CrOS', 'ChromeOS'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** "Chrome on Android". Only words of ours: a stranger's browser may call itself anything. */
export function browserName(userAgent: string): string {
  const found = (list: readonly (readonly [string, string])[]): string | undefined =>
    list.find(([mark]) => userAgent.includes(mark))?.[1]
  const browser = found(browsers)
  const system = found(systems)
  return browser === undefined ? (system ?? '') : system === undefined ? browser : `${browser} on ${system}`
}
