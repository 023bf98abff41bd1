/** Countries an office can stand in: known phone rules and a usual currency. */
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max'

/** Usual currency of a region, ISO 4217; only a suggestion on the first-run screen and for imports before set-up. */
const currencies: Readonly<Record<string, string>> = {
  IN: 'INR',
  IR: 'IRR',
  US: 'USD',
  GB: 'GBP',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  ZA: 'ZAR',
  NG: 'NGN',
  KE: 'KES',
  GH: 'GHS',
  AE: 'AED',
  SA: 'SAR',
  QA: 'QAR',
  KW: 'KWD',
  BH: 'BHD',
  OM: 'OMR',
  JO: 'JOD',
  IQ: 'IQD',
  AF: 'AFN',
  PK: 'PKR',
  BD: 'BDT',
  LK: 'LKR',
  NP: 'NPR',
  TR: 'TRY',
  EG: 'EGP',
  MA: 'MAD',
  TN: 'TND',
  CN: 'CNY',
  JP: 'JPY',
  KR: 'KRW',
  SG: 'SGD',
  MY: 'MYR',
  ID: 'IDR',
  PH: 'PHP',
  TH: 'THB',
  VN: 'VND',
  BR: 'BRL',
  MX: 'MXN',
  AR: 'ARS',
  CL: 'CLP',
  CO: 'COP',
  PE: 'PEN',
  CH: 'CHF',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
  CZ: 'CZK',
  HU: 'HUF',
  RO: 'RON',
  BG: 'BGN',
  RS: 'RSD',
  UA: 'UAH',
  GE: 'GEL',
  AM: 'AMD',
  AZ: 'AZN',
  KZ: 'KZT',
  UZ: 'UZS',
  TJ: 'TJS',
  IL: 'ILS',
}
const euro = [
  'DE',
  'FR',
  'IT',
  'ES',
  'PT',
  'NL',
  'BE',
  'LU',
  'AT',
  'IE',
  'FI',
  'EE',
  'LV',
  'LT',
  'SK',
  'SI',
  'GR',
  'CY',
  'MT',
  'HR',
]

export function currencyOfRegion(region: string): string {
  return currencies[region] ?? (euro.includes(region) ? 'EUR' : 'USD')
}

export function isRegion(value: string): value is CountryCode {
  return isSupportedCountry(value)
}

/** ISO 4217 codes the runtime knows, so that a typing error is refused. */
export function isCurrency(value: string): boolean {
  return Intl.supportedValuesOf('currency').includes(value)
}
