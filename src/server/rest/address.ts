/** Whom a limit per address counts: an IPv4 address, or the /64 of an IPv6 one, which is what one household or machine holds. */
import { isIPv4, isIPv6 } from 'node:net'

/** The first four groups of an IPv6 address, `::` written out. */
function prefix64(address: string): string {
  const [head = '', tail] = address.split('::', 2)
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** `remote`: as the socket tells it. What a header claims (X-Forwarded-For) is not believed: anyone can write one. */
export function addressOf(remote: string | undefined): string {
  const bare = (remote ?? '').split('%', 1)[0] ?? ''
  const mapped = bare.toLowerCase().startsWith('::ffff:') ? bare.slice('::ffff:'.length) : bare
  if (isIPv4(mapped)) return mapped
  return isIPv6(bare) ? `${prefix64(bare)}::/64` : 'unknown'
}
