import { Button, VisuallyHidden } from '@mantine/core'
import { UserPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { Hit } from './Hit.tsx'
import classes from './SearchResults.module.css'
import type { SearchStore } from './search-view-model.ts'

export const hitId = (customerId: string) => `hit-${customerId}`

/** What the search found, or why it found nothing, with a way on. */
export function SearchResults({ id, store }: { readonly id: string; readonly store: SearchStore }) {
  const { t } = useTranslation('desk')
  const { query, result, active, pick, point, again, clear } = useStore(store)
  const { store: desk, unsaved } = useDesk()
  const add = () => {
    clear()
    unsaved.getState().leave(() => desk.getState().add(query))
  }

  if (result.kind === 'idle') return null
  if (result.kind === 'searching') return <LoadingRows rows={3} />
  if (result.kind === 'failed') return <ProblemMessage problem={result.failure} onRetry={again} />
  if (result.kind === 'nothing') {
    const button = (
      <Button leftSection={<UserPlus aria-hidden size={20} />} onClick={add}>
        {t('search.add')}
      </Button>
    )
    return (
      <StateMessage tone="empty" title={t('search.nothing', { query: query.trim() })} action={button}>
        {t('search.nothingMore')}
      </StateMessage>
    )
  }
  return (
    <>
      <VisuallyHidden aria-live="polite">{t('search.found', { count: result.hits.length })}</VisuallyHidden>
      <div id={id} role="listbox" aria-label={t('search.results')}>
        {result.hits.map((hit, index) => (
          <Hit
            key={hit.customerId}
            id={hitId(hit.customerId)}
            hit={hit}
            query={query}
            active={index === active}
            onPoint={() => point(index)}
            onPick={() => pick(hit)}
          />
        ))}
      </div>
      {result.more && <p className={classes.more}>{t('search.more')}</p>}
      <Button variant="subtle" leftSection={<UserPlus aria-hidden size={20} />} onClick={add}>
        {t('search.notHere')}
      </Button>
    </>
  )
}
