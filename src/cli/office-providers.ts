/** The providers as the counter would use them, for commands that look from outside: the environment's, then those set up on screen. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderSettings } from '../contract/providers.ts'
import type { Channel } from '../contract/values.ts'
import type { Gateway } from '../core/delivery/gateway.ts'
import { providerStore } from '../core/delivery/provider-store.ts'
import { channelsOf, routeFor } from '../core/delivery/routes.ts'
import { providersFromEnvironment } from '../gateways/from-environment.ts'
import { providerGateway } from '../gateways/provider-gateway.ts'
import { officeKeyCipher, secretFile } from '../gateways/secret-file.ts'
import { machineChance } from '../gateways/system.ts'
import { databaseFileName, openConnection } from '../storage/database.ts'
import { officeKeys } from '../storage/office-keys.ts'

export interface KnownProvider {
  readonly id: string
  readonly name: string
  readonly kind: ProviderSettings['kind']
  readonly channels: readonly Channel[]
  /** Null for one of the environment. */
  readonly settings: ProviderSettings | null
  /** Null where its secret cannot be read from here. */
  readonly gateway: Gateway | null
}

export interface OfficeProviders {
  /** False where neither the environment nor the screen ever set one up: messages go to the drawer on screen. */
  readonly anySet: boolean
  readonly problems: readonly string[]
  /** All that carry a channel, in the order in which they are tried for this address. */
  order(channel: Channel, to: string): readonly KnownProvider[]
  readonly all: readonly KnownProvider[]
}

interface Stored {
  readonly providers: readonly KnownProvider[]
  readonly routes: ReturnType<ReturnType<typeof providerStore>['routes']>
  readonly everHadOne: boolean
}

const none: Stored = { providers: [], routes: [], everHadOne: false }

/** Reads the database without changing it. `officeName` stands before the sender's address. */
export async function officeProviders(
  dataFolder: string,
  env: Readonly<Record<string, string | undefined>>,
  officeName: string,
): Promise<OfficeProviders> {
  const found = providersFromEnvironment(env, () => officeName)
  const stored = await storedProviders(dataFolder, found.bases, officeName)
  const fixed = found.providers.map((each): KnownProvider => ({ ...each, settings: null }))
  const all = [...fixed, ...stored.providers]
  return {
    anySet: found.anySet || stored.everHadOne,
    problems: found.problems,
    all,
    order(channel, to) {
      const carrying = all.filter((provider) => provider.channels.includes(channel))
      const route = routeFor(stored.routes, channel, to)
      return route === null
        ? carrying
        : route.providerIds.flatMap((id) => carrying.find((provider) => provider.id === id) ?? [])
    },
  }
}

async function storedProviders(
  dataFolder: string,
  bases: Parameters<typeof providerGateway>[2],
  officeName: string,
): Promise<Stored> {
  const file = join(dataFolder, databaseFileName)
  if (!existsSync(file)) return none
  const db = openConnection(file, { readonly: true })
  try {
    const known = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'provider'`).get()
    // An older office that the counter has not opened since: it has no providers of its own yet.
    if (known?.n !== 1) return none
    const store = providerStore(db)
    const secrets = secretFile({
      folder: dataFolder,
      cipher: officeKeyCipher(officeKeys(dataFolder, machineChance), machineChance),
    })
    const standing = store.standing().filter(({ settings }) => settings.enabled)
    const providers = await Promise.all(
      standing.map(async ({ id, settings }): Promise<KnownProvider> => {
        const read = await secrets.read(id)
        const secret = read.outcome === 'found' ? read.secret : null
        const ready = secret !== null || (settings.kind === 'smtp' && settings.user === '')
        return {
          id,
          name: settings.name,
          kind: settings.kind,
          channels: channelsOf(settings),
          settings,
          gateway: ready ? providerGateway(settings, secret, bases, () => officeName) : null,
        }
      }),
    )
    return { providers, routes: store.routes(), everHadOne: store.everHadOne() }
  } finally {
    db.close()
  }
}
