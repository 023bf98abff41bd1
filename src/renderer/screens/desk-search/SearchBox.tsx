import { ActionIcon, TextInput } from '@mantine/core'
import { Search, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { focusSearch, searchInputId } from '../desk/use-desk-shortcuts.ts'
import classes from './SearchBox.module.css'
import { hitId, SearchResults } from './SearchResults.tsx'
import { type SearchStore, shortestQuery } from './search-view-model.ts'

const resultsId = 'desk-search-results'

/** The search box and what it found. The focus stays in the box; arrows move a mark over the hits. */
export function SearchBox({ store }: { readonly store: SearchStore }) {
  const { t } = useTranslation('desk')
  const { query, result, active, type, move, enter, clear } = useStore(store)
  const open = query.trim().length >= shortestQuery
  const marked = result.kind === 'found' ? result.hits[active] : undefined

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      enter()
    }
  }

  return (
    <search className={classes.box}>
      <TextInput
        id={searchInputId}
        role="combobox"
        aria-label={t('search.label')}
        aria-expanded={marked !== undefined}
        {...(marked ? { 'aria-controls': resultsId } : {})}
        aria-autocomplete="list"
        {...(marked ? { 'aria-activedescendant': hitId(marked.customerId) } : {})}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        autoFocus
        leftSection={<Search aria-hidden size={24} />}
        rightSection={
          query !== '' && (
            <ActionIcon
              aria-label={t('search.clear')}
              onClick={() => {
                clear()
                focusSearch()
              }}
            >
              <X aria-hidden size={20} />
            </ActionIcon>
          )
        }
        value={query}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div className={classes.drop}>
          <SearchResults id={resultsId} store={store} />
        </div>
      )}
    </search>
  )
}
