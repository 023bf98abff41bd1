import { ActionIcon, Title } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionBar, type PrimaryAction } from './ActionBar.tsx'
import { useDensity } from './Density.tsx'
import classes from './Screen.module.css'

interface ScreenProps {
  readonly title: string
  /** One sentence under the title. */
  readonly lead?: ReactNode
  /** Shown as an arrow before the title. */
  readonly onBack?: (() => void) | undefined
  /** At the end of the title row: who is signed in, a balance, a language menu. */
  readonly aside?: ReactNode
  readonly primary?: PrimaryAction | undefined
  /** Quieter actions, at the start of the action bar. */
  readonly secondary?: ReactNode
  /** `narrow` for one question, `wide` for a list. */
  readonly width?: 'narrow' | 'wide'
  /** `middle` centres short content; `start` is for lists. */
  readonly place?: 'middle' | 'start'
  readonly children: ReactNode
}

/** The frame of every page: title and way back on top, content, and the one primary action at the bottom end. */
export function Screen(props: ScreenProps) {
  const { title, lead, onBack, aside, primary, secondary, width = 'narrow', place = 'start', children } = props
  const { t } = useTranslation()
  const density = useDensity()
  const heading = useRef<HTMLHeadingElement>(null)

  // A screen reader hears the new screen's title; sighted people see no ring, for the heading isn't a control.
  useEffect(() => {
    const active = document.activeElement
    if (active === null || active === document.body) heading.current?.focus({ preventScroll: true })
  }, [])

  return (
    <div className={classes.screen} data-density={density}>
      <header className={classes.header}>
        {onBack && (
          <ActionIcon onClick={onBack} aria-label={t('action.back')} className={classes.back}>
            <ArrowLeft aria-hidden size={28} />
          </ActionIcon>
        )}
        <div className={classes.titles}>
          <Title order={1} ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </Title>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      <main className={classes.main} data-place={place}>
        <div className={classes.content} data-width={width}>
          {children}
        </div>
      </main>
      {(primary || secondary) && <ActionBar primary={primary}>{secondary}</ActionBar>}
    </div>
  )
}
