/** The region and currency a file is read with: as told, as set, or as the file itself shows. */
import type { CountryCode } from 'libphonenumber-js/max'
import type { ImportKind } from '../../contract/transfers.ts'
import { done, failed, type Outcome } from '../kernel/outcome.ts'
import { currencyOfRegion, isRegion } from '../settings/regions.ts'
import type { Settings } from '../settings/service.ts'
import { inferRegion } from './infer-region.ts'

export interface ImportPlace {
  readonly region: CountryCode | ''
  readonly currency: string
  /** What the settings must learn; null where they know it. */
  readonly learned: Pick<Settings, 'region' | 'currency'> | null
  /** What the person must hear; null where nothing was guessed. */
  readonly note: string | null
}

export interface PlaceFacts {
  readonly kind: ImportKind
  /** The `--region` option or COUNTERFOIL_REGION; empty where not given. */
  readonly option: string
  readonly settings: Pick<Settings, 'region' | 'currency' | 'officeName'>
  /** Whether amounts are kept already, in the settings' currency. */
  readonly hasBills: boolean
  /** Phone cells of the first rows. */
  readonly phones: readonly string[]
}

const nameOf = (region: string): string => new Intl.DisplayNames(['en'], { type: 'region' }).of(region) ?? region

/** Fails with one line that names `--region` where the file cannot be read without knowing the country. */
export function decidePlace(facts: PlaceFacts): Outcome<ImportPlace, string> {
  const { settings } = facts
  const told = facts.option.trim().toUpperCase()
  if (told !== '') {
    if (!isRegion(told))
      return failed(`"${facts.option}" is not a country: --region takes a code of two letters, such as IN or IR.`)
    return done({ ...learn(told, facts, true), note: null })
  }
  if (isRegion(settings.region)) return done({ ...learn(settings.region, facts, false), note: null })
  if (facts.kind === 'bills') {
    return settings.currency === ''
      ? failed('The currency of the amounts is not known yet: give the office’s country, for example --region IN.')
      : done({ region: '', currency: settings.currency, learned: null, note: null })
  }
  if (facts.phones.every((cell) => cell.trim() === ''))
    return done({ region: '', currency: settings.currency, learned: null, note: null })
  const inferred = inferRegion(facts.phones)
  if (inferred === null)
    return failed(
      'The phone numbers do not show which country they belong to: give the office’s country, for example --region IN.',
    )
  const { region, fitting, phones } = inferred
  return done({
    ...learn(region, facts, true),
    note: `Phone numbers read as ${nameOf(region)} (${region}): ${fitting} of the first ${phones} fit; set --region to change.`,
  })
}

/** A currency already in use stays: amounts are kept in its minor units. */
function learn(region: CountryCode, facts: PlaceFacts, anew: boolean): Omit<ImportPlace, 'note'> {
  const { settings } = facts
  const keep = settings.currency !== '' && (!anew || facts.hasBills || settings.officeName !== '')
  const currency = keep ? settings.currency : currencyOfRegion(region)
  const known = settings.region === region && settings.currency === currency
  return { region, currency, learned: known ? null : { region, currency } }
}
