import { useTranslation } from 'react-i18next'
import type { Route } from '../../../contract/providers.ts'

/** What a route is for, in words: "SMS", or "SMS to numbers beginning with +98". */
export function useRouteName(): (route: Pick<Route, 'channel' | 'prefix'>) => string {
  const { t } = useTranslation(['messages', 'common'])
  return ({ channel, prefix }) => {
    const name = t(`common:channel.${channel}`)
    // An isolate keeps the plus sign before its digits in a Persian sentence.
    return prefix === '' ? name : t('routes.nameOf', { channel: name, prefix: `\u2066${prefix}\u2069` })
  }
}
