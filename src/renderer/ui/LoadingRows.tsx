import { Skeleton, VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './LoadingRows.module.css'

/** Faster answers come without any flicker. */
const patienceMs = 300

/** Grey rows in the place of what is loading, once it takes noticeably long. */
export function LoadingRows({ rows = 4 }: { readonly rows?: number }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  if (!shown) return null
  return (
    <div role="status" className={classes.rows}>
      <VisuallyHidden>{t('state.loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey rows are all alike.
        <Skeleton key={row} height="var(--cf-target)" radius="md" />
      ))}
    </div>
  )
}
