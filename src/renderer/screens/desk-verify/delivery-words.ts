/** What has become of a message, as one line. */
import type { TFunction } from 'i18next'
import type { DeliveryState } from '../../../contract/verification.ts'

/** The name by which the office calls the drawer that stands in for a provider. */
const devInboxName = 'dev-inbox'

/** True where the message waits for nothing but the network. */
export const waitsForNetwork = ({ status, network }: DeliveryState): boolean =>
  network === 'down' && (status === 'queued' || status === 'retrying')

/** True where it is time to think of another way; without a network every way waits alike. */
export const wantsAnotherWay = (delivery: DeliveryState): boolean =>
  delivery.status === 'failed' || delivery.status === 'undelivered'

/** True until the provider has it: the code's time has not begun. */
export const isOnItsWay = ({ status }: DeliveryState): boolean =>
  status === 'queued' || status === 'sending' || status === 'retrying' || status === 'asking'

export function deliveryTitle(delivery: DeliveryState, t: TFunction<['desk', 'remedies']>): string {
  const { status } = delivery
  if (waitsForNetwork(delivery)) return t('delivery.queuedNoNetwork')
  if (status !== 'taken' && status !== 'delivered' && status !== 'asking') return t(`delivery.${status}`)
  if (delivery.provider === devInboxName) return t('delivery.inInbox')
  const provider = delivery.providerName ?? delivery.provider
  return provider ? t(`delivery.${status}`, { provider }) : t(`delivery.${status}Unnamed`)
}
