import { useTranslation } from 'react-i18next'
import type { Locale } from '../../contract/values.ts'
import { useOffice } from '../office-context.tsx'
import { localeOf } from './i18n.ts'

/** The screen's language. */
export function useLocale(): Locale {
  return localeOf(useTranslation().i18n.language)
}

/** The screen's language with the office's region, `en-IN`: how numbers, dates and money are written. */
export function useIntlLocale(): string {
  const locale = useLocale()
  const { region } = useOffice()
  return `${locale}-${region}`
}
