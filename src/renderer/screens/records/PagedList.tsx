import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './PagedList.module.css'
import type { PagedState } from './paged-view-model.ts'

interface PagedListProps<Item, Cursor> {
  readonly list: PagedState<Item, Cursor>
  readonly label: string
  readonly row: (item: Item) => ReactNode
  readonly onLoad: () => void
  readonly onMore: () => void
  /** Why there is nothing, and the way on. */
  readonly empty: ReactNode
  /** How far back it has looked, where the answer says so. */
  readonly reached?: (next: Cursor) => string
}

/** The rows found so far, newest first, and what is still being looked for. */
export function PagedList<Item, Cursor>(props: PagedListProps<Item, Cursor>) {
  const { t } = useTranslation('audit')
  const { list, reached } = props
  if (list.kind === 'loading') return <LoadingRows rows={8} />
  if (list.kind === 'failed') return <ProblemMessage problem={list.failure} onRetry={props.onLoad} />
  const { items, next, busy, failure } = list
  return (
    <>
      {items.length > 0 && (
        <ul className={classes.list} aria-label={props.label}>
          {items.map(props.row)}
        </ul>
      )}
      {items.length === 0 && next === null && props.empty}
      {busy && (
        <StateMessage tone="info" title={t('searching')}>
          {next !== null && reached?.(next)}
        </StateMessage>
      )}
      {failure && <ProblemMessage problem={failure} onRetry={props.onMore} />}
      {next !== null && !busy && !failure && (
        <div className={classes.more}>
          <Button variant="default" onClick={props.onMore}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  )
}

/** Nothing found, with the way back where filters are on. */
export function NothingFound({ onClear }: { readonly onClear: (() => void) | null }) {
  const { t } = useTranslation('audit')
  if (onClear === null)
    return (
      <StateMessage tone="empty" size="page" title={t('empty')}>
        {t('emptyMore')}
      </StateMessage>
    )
  return (
    <StateMessage
      tone="empty"
      size="page"
      title={t('nothing')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('clear')}
        </Button>
      }
    >
      {t('nothingMore')}
    </StateMessage>
  )
}
