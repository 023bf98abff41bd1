/** Setting providers up, trying them with a real message, and putting them in order. Secrets go to their store and never come back out. */
import type { ProviderSettings, ProviderView, Route, TestStep } from '../../contract/providers.ts'
import type { Channel } from '../../contract/values.ts'
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Gateway } from './gateway.ts'
import { inboxId, type ProviderDirectory } from './provider-directory.ts'
import type { ProviderStore } from './provider-store.ts'
import { type ProviderTestParts, providerTest, sameAccount } from './provider-test.ts'
import type { SecretStore } from './secret-store.ts'

export interface ProviderServiceParts extends Omit<ProviderTestParts, 'secretOf' | 'standing'> {
  readonly transact: Transact
  readonly clock: Clock
  readonly audit: AuditTrail
  readonly logger: Logger
  readonly store: ProviderStore
  readonly secrets: SecretStore
  readonly directory: ProviderDirectory
  readonly makeGateway: (settings: ProviderSettings, secret: string | null) => Gateway
  /** The field that makes no sense beside the others; null where all do. */
  readonly settingsProblem: (settings: ProviderSettings) => { readonly field: string } | null
  /** The providers are other ones now: messages that waited for one are looked at again. */
  readonly onChanged: () => void
  /** Closes a gateway that is no longer used, once what it carries has ended. */
  readonly retire: (gateway: Gateway) => void
}

type SaveRefusal = {
  readonly outcome: 'refused'
  readonly reason: 'not_found' | 'secret_missing' | 'secrets_unavailable' | 'malformed'
  readonly field?: string
}

export interface SaveRequest {
  readonly providerId?: string | undefined
  readonly settings: ProviderSettings
  readonly secret?: string | undefined
}

const refused = (reason: SaveRefusal['reason'], field?: string): SaveRefusal => ({
  outcome: 'refused',
  reason,
  ...(field === undefined ? {} : { field }),
})

/** A start that could not read the providers is tried again after 5 s. */
const startAgainMs = 5_000

const needsSecret = (settings: ProviderSettings): boolean => settings.kind !== 'smtp' || settings.user !== ''
const stemOf = (settings: ProviderSettings): string => (settings.kind === 'smtp' ? settings.preset : settings.kind)

export function providerService(parts: ProviderServiceParts) {
  const { store, directory, transact, clock, secrets } = parts
  let turn: Promise<unknown> = Promise.resolve()

  /** One change after the other, so that no two choose one id, and an older state never overtakes a newer one. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }

  async function reload(): Promise<void> {
    for (const gateway of await directory.load()) parts.retire(gateway)
    parts.onChanged()
  }

  /** Until it succeeds: as long as the providers are not read, nothing leaves. */
  async function startReading(): Promise<void> {
    try {
      await inTurn(reload)
    } catch (error) {
      parts.logger.error('the providers could not be read', {
        errorName: error instanceof Error ? error.name : 'unknown',
      })
      parts.timers.after(startAgainMs, () => void startReading())
    }
  }

  function note(by: Actor, action: string, subject: string, detail: Readonly<Record<string, string | boolean>>): void {
    parts.audit.append({ ...by, visitId: null, action, subject, outcome: 'done', detail })
  }

  /** `twilio`, `twilio-2` …: never one that was used before, nor one the environment uses. */
  function freshId(settings: ProviderSettings): string {
    const stem = stemOf(settings)
    for (let nth = 1; ; nth += 1) {
      const id = nth === 1 ? stem : `${stem}-${nth}`
      if (store.byId(id) === undefined && directory.byId(id) === undefined) return id
    }
  }

  const isStanding = (id: string): boolean => store.standing().some((each) => each.id === id)

  async function save(request: SaveRequest, by: Actor): Promise<{ outcome: 'done'; providerId: string } | SaveRefusal> {
    const { settings, secret } = request
    const problem = parts.settingsProblem(settings)
    if (problem !== null) return refused('malformed', problem.field)
    const id = request.providerId ?? freshId(settings)
    const isNew = request.providerId === undefined
    if (!isNew && (!isStanding(id) || store.byId(id)?.settings.kind !== settings.kind)) return refused('not_found')
    if (needsSecret(settings) && secret === undefined) {
      const before = store.byId(id)?.settings
      const same = before !== undefined && sameAccount(before, settings)
      const kept = isNew || !same ? 'none' : (await secrets.read(id)).outcome
      if (kept !== 'found') return refused('secret_missing', 'secret')
    }
    if (secret !== undefined) {
      // The secret first: a provider that stands in the list without one would be tried in vain.
      const written = (await secrets.available()) ? await secrets.write(id, secret) : { outcome: 'refused' }
      if (written.outcome !== 'done') return refused('secrets_unavailable')
      directory.secretChanged(id)
    }
    transact(() => {
      if (isNew) store.insert(id, settings, clock.now())
      else store.update(id, settings, clock.now())
      note(by, isNew ? 'provider.added' : 'provider.changed', id, {
        name: settings.name,
        secretChanged: secret !== undefined,
      })
    })
    await reload()
    return { outcome: 'done', providerId: id }
  }

  /** Repeatable: where the secret could not be deleted, a second time deletes it. */
  async function remove(
    id: string,
    by: Actor,
  ): Promise<{ outcome: 'done' } | { outcome: 'refused'; reason: 'not_found' }> {
    if (store.byId(id) === undefined) return { outcome: 'refused', reason: 'not_found' }
    transact(() => {
      if (store.remove(id, clock.now())) note(by, 'provider.removed', id, {})
    })
    await reload()
    await secrets.remove(id)
    return { outcome: 'done' }
  }

  function checkRoutes(routes: readonly Route[]): 'unknown_provider' | 'not_carried' | 'twice' | null {
    const keys = new Set<string>()
    for (const { channel, prefix, providerIds } of routes) {
      if (keys.has(`${channel} ${prefix}`) || new Set(providerIds).size < providerIds.length) return 'twice'
      keys.add(`${channel} ${prefix}`)
      for (const id of providerIds) {
        const provider = directory.byId(id)
        if (provider === undefined) return 'unknown_provider'
        if (!provider.channels.includes(channel)) return 'not_carried'
      }
    }
    return null
  }

  const tests = providerTest({
    ...parts,
    standing: (id) => store.standing().find((each) => each.id === id)?.settings ?? null,
    secretOf: async (id) => {
      const read = await secrets.read(id)
      return read.outcome === 'found' ? read.secret : null
    },
  })

  return {
    /** Reads the providers and their secrets, where there are any; what is due waits for it. */
    start: (): Promise<void> => (directory.loaded() ? Promise.resolve() : startReading()),
    async list(): Promise<{ providers: ProviderView[]; secretsIn: 'keychain' | 'key_file' | 'unavailable' }> {
      await turn
      const providers = directory
        .all()
        .filter(({ id }) => id !== inboxId)
        .map((provider): ProviderView => {
          const { circuit, retryAtMs } = provider.breaker.state()
          const { id, name, kind, source, settings, secret } = provider
          return {
            providerId: id,
            name,
            kind,
            source,
            settings,
            channels: [...provider.channels],
            secret,
            circuit,
            retryAtMs,
          }
        })
      return { providers, secretsIn: (await secrets.available()) ? secrets.where : 'unavailable' }
    },
    save: (request: SaveRequest, by: Actor) => inTurn(() => save(request, by)),
    remove: (id: string, by: Actor) => inTurn(() => remove(id, by)),
    /** Yields what becomes of a test message, until it is known or the patience of a person is over. */
    test(
      request: {
        readonly providerId?: string | undefined
        readonly settings?: ProviderSettings | undefined
        readonly secret?: string | undefined
        readonly channel: Channel
        readonly to: string
      },
      signal: AbortSignal | undefined,
      by: Actor,
    ): AsyncGenerator<TestStep, void> {
      const { providerId, channel } = request
      transact(() => note(by, 'provider.tested', providerId ?? 'unsaved', { channel }))
      return tests(request, signal)
    },
    /** A route may name a provider of the environment that is gone for now: it is left out here, and lost with the next saving. */
    routes(): Route[] {
      return store.routes().flatMap((route) => {
        const providerIds = route.providerIds.filter((id) => directory.byId(id) !== undefined)
        return providerIds.length === 0 ? [] : [{ ...route, providerIds }]
      })
    },
    saveRoutes(
      routes: readonly Route[],
      by: Actor,
    ): Promise<{ outcome: 'done' } | { outcome: 'refused'; reason: 'unknown_provider' | 'not_carried' | 'twice' }> {
      return inTurn(async () => {
        const problem = checkRoutes(routes)
        if (problem !== null) return { outcome: 'refused', reason: problem }
        transact(() => {
          store.replaceRoutes(routes)
          note(by, 'routes.changed', 'office', { routes: JSON.stringify(routes) })
        })
        await reload()
        return { outcome: 'done' }
      })
    },
  }
}
