/** The office's settings, kept as rows of key and JSON value, read once and cached. */
import { z } from 'zod'
import { abuseLimits } from '../../contract/delivery.ts'
import { locale } from '../../contract/values.ts'
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { Db, Transact } from '../kernel/db.ts'

const stored = z.object({
  officeName: z.string(),
  region: z.string(),
  currency: z.string(),
  defaultLocale: locale,
  demo: z.boolean(),
  kioskIdleSeconds: z.number(),
  kioskWarningSeconds: z.number(),
  codeDigits: z.number(),
  autoLockMinutes: z.number(),
  payee: z.string(),
  limits: abuseLimits,
})
export type Settings = z.infer<typeof stored>

/** `region` and `currency` are empty until the office is set up, or the first import told them. */
const defaults: Settings = {
  officeName: '',
  region: '',
  currency: '',
  defaultLocale: 'en',
  demo: false,
  kioskIdleSeconds: 60,
  kioskWarningSeconds: 20,
  codeDigits: 6,
  autoLockMinutes: 5,
  payee: '',
  limits: {
    contactPer2Minutes: 3,
    contactPerDay: 10,
    terminalPerMinute: 5,
    officePerMinute: 60,
    numberBlockPer10Minutes: 10,
    smsCountries: [],
    dailySms: 500,
    dailyCostMicros: null,
    costCurrency: 'USD',
    segmentPriceMicros: 0,
  },
}

export interface SettingsService {
  get(): Settings
  change(changes: Partial<Settings>, by: Actor): void
}

export function settingsService(parts: { db: Db; transact: Transact; audit: AuditTrail }): SettingsService {
  const all = parts.db.prepare<[], { key: string; value: string }>('SELECT key, value FROM setting')
  const put = parts.db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const version = parts.db.prepare<[], number>('PRAGMA data_version')
  version.pluck()
  let cached: Settings | null = null
  let cachedAtVersion = -1
  const read = (): Settings => {
    const rows = Object.fromEntries(all.all().map((row): [string, unknown] => [row.key, JSON.parse(row.value)]))
    return stored.parse({ ...defaults, ...rows })
  }
  return {
    get() {
      // Another connection (an import on the command line) may have written meanwhile; SQLite says so for next to nothing.
      const now = version.get() ?? 0
      if (cached === null || now !== cachedAtVersion) cached = read()
      cachedAtVersion = now
      return cached
    },
    change(changes, by) {
      parts.transact(() => {
        for (const [key, value] of Object.entries(changes)) put.run(key, JSON.stringify(value))
        parts.audit.append({
          ...by,
          visitId: null,
          action: 'settings.changed',
          subject: 'office',
          outcome: 'done',
          detail: { keys: Object.keys(changes).join(',') },
        })
      })
      cached = null
    },
  }
}
