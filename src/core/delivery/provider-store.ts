/** The only SQL of providers and routes. */
import { type ProviderSettings, providerSettings, type Route } from '../../contract/providers.ts'
import type { Channel } from '../../contract/values.ts'
import type { Db } from '../kernel/db.ts'

export interface StoredProvider {
  readonly id: string
  readonly settings: ProviderSettings
  readonly changedAtMs: number
}

interface ProviderRow {
  readonly id: string
  readonly settings: string
  readonly updated_at_ms: number
}

export function providerStore(db: Db) {
  const standing = db.prepare<[], ProviderRow>(
    'SELECT id, settings, updated_at_ms FROM provider WHERE removed_at_ms IS NULL ORDER BY position',
  )
  const any = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM provider')
  const byId = db.prepare<[string], ProviderRow>('SELECT id, settings, updated_at_ms FROM provider WHERE id = ?')
  const insert = db.prepare(
    `INSERT INTO provider (id, position, settings, created_at_ms, updated_at_ms)
     VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM provider), ?, ?, ?)`,
  )
  const update = db.prepare('UPDATE provider SET settings = ?, updated_at_ms = ? WHERE id = ?')
  const remove = db.prepare('UPDATE provider SET removed_at_ms = ? WHERE id = ? AND removed_at_ms IS NULL')
  const routeRows = db.prepare<[], { channel: Channel; prefix: string; provider_id: string }>(
    'SELECT channel, prefix, provider_id FROM route ORDER BY channel, prefix, position',
  )
  const dropRoutes = db.prepare('DELETE FROM route')
  const insertRoute = db.prepare('INSERT INTO route (channel, prefix, position, provider_id) VALUES (?, ?, ?, ?)')
  const leaveRoutes = db.prepare('DELETE FROM route WHERE provider_id = ?')

  const read = ({ id, settings, updated_at_ms }: ProviderRow): StoredProvider => ({
    id,
    settings: providerSettings.parse(JSON.parse(settings)),
    changedAtMs: updated_at_ms,
  })

  return {
    /** In the order in which they were made. */
    standing: (): StoredProvider[] => standing.all().map(read),
    /** Whether a provider was ever set up here, be it removed since. */
    everHadOne: (): boolean => (any.get()?.n ?? 0) > 0,
    /** Removed ones too, for the names in old records. */
    byId(id: string): StoredProvider | undefined {
      const row = byId.get(id)
      return row === undefined ? undefined : read(row)
    },
    insert(id: string, settings: ProviderSettings, nowMs: number): void {
      insert.run(id, JSON.stringify(settings), nowMs, nowMs)
    },
    update(id: string, settings: ProviderSettings, nowMs: number): void {
      update.run(JSON.stringify(settings), nowMs, id)
    },
    /** Routes lose it, too. False where there was none. */
    remove(id: string, nowMs: number): boolean {
      leaveRoutes.run(id)
      return remove.run(nowMs, id).changes > 0
    },
    routes(): Route[] {
      const routes = new Map<string, Route>()
      for (const { channel, prefix, provider_id } of routeRows.all()) {
        const key = `${channel} ${prefix}`
        const known = routes.get(key)
        routes.set(key, { channel, prefix, providerIds: [...(known?.providerIds ?? []), provider_id] })
      }
      return [...routes.values()]
    },
    replaceRoutes(routes: readonly Route[]): void {
      dropRoutes.run()
      for (const { channel, prefix, providerIds } of routes)
        providerIds.forEach((id, position) => {
          insertRoute.run(channel, prefix, position, id)
        })
    },
  }
}
export type ProviderStore = ReturnType<typeof providerStore>
