/** Reading settings from environment variables, with one clear line for each that is wrong. */
import { parseHttpBase } from './http-base.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads variables and gathers what is wrong with them. Blank counts as unset. */
export class EnvironmentSettings {
  readonly problems: string[] = []
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
  }

  value(name: string): string | null {
    const value = (this.#env[name] ?? '').trim()
    return value === '' ? null : value
  }

  has(names: readonly string[]): boolean {
    return names.some((name) => this.value(name) !== null)
  }

  /** A variable its provider cannot do without. */
  needed(name: string, because: string): string | null {
    const value = this.value(name)
    if (value === null) this.problems.push(`${name} is missing; ${because} needs it.`)
    return value
  }

  /** Null and a problem where the value is not of its form. */
  shaped(name: string, shape: RegExp, problem: string): string | null {
    const value = this.value(name)
    if (value === null || shape.test(value)) return value
    this.problems.push(`${name} ${problem}.`)
    return null
  }

  base(name: string): URL | null {
    const value = this.value(name)
    const base = value === null ? null : parseHttpBase(value)
    if (base?.ok === false) this.problems.push(`${name} ${base.failure}.`)
    return base?.ok === true ? base.value : null
  }
}
