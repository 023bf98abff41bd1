/** The words of every message in every language, bundled with the product. */
import en from '../../../resources/templates/en.json' with { type: 'json' }
import fa from '../../../resources/templates/fa.json' with { type: 'json' }
import hi from '../../../resources/templates/hi.json' with { type: 'json' }
import type { Locale } from '../../contract/values.ts'

/** English is the measure: a language that lacks a sentence does not compile. */
export type Words = typeof en

export const wordsByLocale: Readonly<Record<Locale, Words>> = { en, fa, hi }
