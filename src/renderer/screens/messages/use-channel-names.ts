import { useTranslation } from 'react-i18next'
import type { Channel } from '../../../contract/values.ts'
import { useLocale } from '../../i18n/use-locale.ts'

/** Channels in words, parted as the language parts them: "SMS, WhatsApp". */
export function useChannelNames(): (channels: readonly Channel[]) => string {
  const { t } = useTranslation()
  const list = new Intl.ListFormat(useLocale(), { type: 'unit', style: 'short' })
  return (channels) => list.format(channels.map((channel) => t(`channel.${channel}`)))
}
