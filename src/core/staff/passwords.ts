/** What a password must be, and the slow hash it is kept as. */
import { atMost } from '../kernel/at-most.ts'

const shortest = 8
const weakestScore = 2
/** Beyond this many characters a password is not weighed any further: crafted long ones would stop the office for a while. */
const weighed = 32
/** Ways of reading `3` as `e` and the like that are tried: each costs, and crafted passwords have many. */
const mostReadings = 16

/** The slow hash of PINs and passwords, a port because it is native and asynchronous. Argon2id in every host. */
export interface SecretHasher {
  hash(secret: string): Promise<string>
  verify(hash: string, secret: string): Promise<boolean>
  /** Whether the hash costs a thief much less than one made now would: a new one is then made at the next sign-in. */
  outdated?(hash: string): Promise<boolean>
}

/** Hashes under way at once: each takes up to 64 MiB, and anyone may ask for one. */
const mostHashes = 4

/** The same hasher, a few at a time. */
export function fewAtATime(hasher: SecretHasher): SecretHasher {
  const inLine = atMost(mostHashes)
  return {
    ...hasher,
    hash: (secret) => inLine(() => hasher.hash(secret)),
    verify: (hash, secret) => inLine(() => hasher.verify(hash, secret)),
  }
}

export type PasswordProblem = 'short' | 'weak'

/** 0 to 4, and what is wrong with it. `known`: names and contacts that a stranger tries first. */
export interface PasswordStrength {
  readonly score: number
  readonly problem: PasswordProblem | null
}

type Weigh = (password: string, known: readonly string[]) => number

let weigher: Promise<Weigh> | null = null

/** The word lists are large and seldom wanted: loaded with the first new password, not at the start. */
async function loadWeigher(): Promise<Weigh> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const factory = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: mostReadings,
  })
  return (password, known) => factory.check(password, [...known]).score
}

export async function passwordStrength(password: string, known: readonly string[] = []): Promise<PasswordStrength> {
  weigher ??= loadWeigher()
  const normal = normalPassword(password)
  const score = (await weigher)(normal.slice(0, weighed), ['counterfoil', ...known.filter((word) => word !== '')])
  if ([...normal].length < shortest) return { score: Math.min(score, 1), problem: 'short' }
  return { score, problem: score < weakestScore ? 'weak' : null }
}

/** The same password from any keyboard. Source: NIST SP 800-63B-4 §3.1.1.2. */
export const normalPassword = (typed: string): string => typed.normalize('NFC')
