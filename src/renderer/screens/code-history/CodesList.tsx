import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { PagedList } from '../records/PagedList.tsx'
import { CodeRow } from './CodeRow.tsx'
import type { CodesStore } from './codes-view-model.ts'

/** The codes found so far, newest first. */
export function CodesList({ store, empty }: { readonly store: CodesStore; readonly empty: ReactNode }) {
  const { t } = useTranslation('audit')
  const { list, open, load, more, toggle } = useStore(store)
  useEffect(() => void load(), [load])
  return (
    <PagedList
      list={list}
      label={t('codes.list')}
      row={(code) => (
        <CodeRow
          key={code.challengeId}
          code={code}
          open={open === code.challengeId}
          onToggle={() => toggle(code.challengeId)}
        />
      )}
      onLoad={() => void load()}
      onMore={() => void more()}
      empty={empty}
    />
  )
}
