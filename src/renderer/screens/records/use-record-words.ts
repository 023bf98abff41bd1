import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'

export interface RecordWords {
  /** The words at `key`, or `otherwise` where this version has none. */
  say(key: string, otherwise: string): string
  /** The actions whose words hold what was typed, in the screen's language. */
  actionsWorded(query: string): string[]
}

/** Words for what the trail holds, which may be older or newer than this version. */
export function useRecordWords(): RecordWords {
  const { i18n } = useTranslation('audit')
  const locale = useLocale()
  return {
    say(key, otherwise) {
      const found: unknown = i18n.getResource(locale, 'audit', key)
      return typeof found === 'string' ? found : otherwise
    },
    actionsWorded(query) {
      const asked = query.trim().toLocaleLowerCase(locale)
      if (asked === '') return []
      const areas: unknown = i18n.getResource(locale, 'audit', 'actions')
      return leaves(areas, '').flatMap(([action, words]) =>
        words.toLocaleLowerCase(locale).includes(asked) ? [action] : [],
      )
    },
  }
}

function leaves(tree: unknown, path: string): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]]
  if (typeof tree !== 'object' || tree === null) return []
  return Object.entries(tree).flatMap(([name, part]) => leaves(part, path === '' ? name : `${path}.${name}`))
}
