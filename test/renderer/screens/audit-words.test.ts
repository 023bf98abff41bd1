import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import en from '../../../resources/locales/en/audit.json' with { type: 'json' }
import fa from '../../../resources/locales/fa/audit.json' with { type: 'json' }
import hi from '../../../resources/locales/hi/audit.json' with { type: 'json' }
import { exportKind, importKind } from '../../../src/contract/transfers.ts'
import { namedAreas } from '../../../src/core/audit/groups.ts'

const source = fileURLToPath(new URL('../../../src/', import.meta.url))
const core = ['core', 'storage', 'cli', 'sync', 'api'].flatMap((zone) => {
  const folder = join(source, zone)
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  } catch {
    return []
  }
})

/** Every `domain.verb` that a file which writes to the trail names. */
const notActions = /_ms$|\.(html|db|json|sql|csv)$/
const actions = new Set([
  ...core
    .filter((text) => text.includes('audit'))
    .flatMap((text) =>
      [...text.matchAll(/'([a-z_]+\.[a-z_]+)'/g)]
        .map(([, action = '']) => action)
        .filter((name) => !notActions.test(name)),
    ),
  ...importKind.options.map((kind) => `${kind}.imported`),
  ...exportKind.options.map((kind) => `${kind}.exported`),
])

function worded(words: unknown, path: string): boolean {
  let at: unknown = words
  for (const part of path.split('.')) at = typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined
  return typeof at === 'string' && at !== ''
}

const keys = (words: object, path = ''): string[] =>
  Object.entries(words).flatMap(([name, part]) =>
    typeof part === 'string' ? [`${path}${name}`] : keys(part as object, `${path}${name}.`),
  )

describe('the words of the audit trail', () => {
  it('are there for every action that is written, in three languages', () => {
    expect(actions.size).toBeGreaterThan(35)
    const missing = [...actions].flatMap((action) =>
      Object.entries({ en, fa, hi }).flatMap(([language, words]) =>
        worded(words.actions, action) ? [] : [`${language}: ${action}`],
      ),
    )
    expect(missing).toEqual([])
  })

  it('are the same in each language', () => {
    expect(keys(fa).sort()).toEqual(keys(en).sort())
    expect(keys(hi).sort()).toEqual(keys(en).sort())
  })

  it('put every action into a group', () => {
    const areas = [...actions].map((action) => action.split('.', 1)[0])
    expect(areas.filter((area) => area === undefined || !namedAreas.includes(area))).toEqual([])
  })
})
