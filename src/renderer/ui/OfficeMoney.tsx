import { type ReactNode, useMemo } from 'react'
import { useIntlLocale } from '../i18n/use-locale.ts'
import { useOffice } from '../office-context.tsx'
import { MoneyContext } from './money-context.tsx'

/** Tells every amount below how this office and this language write money. */
export function OfficeMoney({ children }: { readonly children: ReactNode }) {
  const { currency, currencyDigits } = useOffice()
  const locale = useIntlLocale()
  const format = useMemo(() => ({ currency, digits: currencyDigits, locale }), [currency, currencyDigits, locale])
  return <MoneyContext value={format}>{children}</MoneyContext>
}
