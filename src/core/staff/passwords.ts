/** What a password must be, and the slow hash it is kept as. */
const shortest = 8
const weakestScore = 2
/** Beyond this many characters a password is not weighed any further: weighing long ones takes too long. */
const weighed = 64

/** The slow hash of PINs and passwords, a port because it is native and asynchronous. Argon2id in every host. */
export interface SecretHasher {
  hash(secret: string): Promise<string>
  verify(hash: string, secret: string): Promise<boolean>
  /** Whether the hash costs a thief much less than one made now would: a new one is then made at the next sign-in. */
  outdated?(hash: string): Promise<boolean>
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
