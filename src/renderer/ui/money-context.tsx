import { createContext, useContext } from 'react'
import type { MoneyFormat } from './money.ts'

/** How this office and this language write money; the app provides it once the office is known. */
export const MoneyContext = createContext<MoneyFormat>({ currency: 'USD', digits: 2, locale: 'en' })

export const useMoneyFormat = (): MoneyFormat => useContext(MoneyContext)
