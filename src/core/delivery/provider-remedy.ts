/** What to do about a failure at one of the office's providers. */
import type { DeliveryFailure, Remedy } from '../../contract/verification.ts'
import type { ProviderDirectory } from './provider-directory.ts'
import { remedyFor } from './remedies.ts'

/** Null where nothing failed, nobody was tried, or there is nothing to advise. */
export function remedyOf(
  directory: ProviderDirectory,
  failed: { readonly provider: string | null; readonly failure: DeliveryFailure | null; readonly words: string | null },
): Remedy | null {
  const { provider: id, failure, words } = failed
  const provider = id === null ? undefined : directory.byId(id)
  if (failure === null || provider === undefined || provider.kind === 'dev-inbox') return null
  const settings = provider.settings?.kind === 'smtp' ? provider.settings : null
  return remedyFor({
    kind: provider.kind,
    preset: settings?.preset ?? null,
    host: settings?.host ?? null,
    failure,
    words: words ?? '',
  })
}
