import { VisuallyHidden } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Ltr.module.css'
import { useNow } from './use-now.ts'

interface CountdownProps {
  /** Epoch milliseconds at which it reaches 00:00. */
  readonly toMs: number
  readonly onEnd?: () => void
}

/** Whole seconds left, rounded up, never below zero. */
export const secondsUntil = (toMs: number, nowMs: number): number => Math.max(0, Math.ceil((toMs - nowMs) / 1000))

/** `mm:ss`, ASCII digits: it stands beside codes. */
export function clockText(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return `${String(minutes).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}

/** A screen reader is told at whole minutes, at half a minute and at ten seconds; each second would be noise. */
const worthSaying = (seconds: number): boolean =>
  seconds === 10 || seconds === 30 || (seconds > 0 && seconds % 60 === 0)

/** Time left, as mm:ss. */
export function Countdown({ toMs, onEnd }: CountdownProps) {
  const { t } = useTranslation()
  const seconds = secondsUntil(toMs, useNow(250))
  const said = useRef('')
  if (worthSaying(seconds)) said.current = t('time.left', { count: seconds })

  const ended = seconds === 0
  const end = useRef(onEnd)
  end.current = onEnd
  useEffect(() => {
    if (ended) end.current?.()
  }, [ended])

  return (
    <>
      <time aria-hidden dir="ltr" className={classes.ltr}>
        {clockText(seconds)}
      </time>
      <VisuallyHidden aria-live="polite">{said.current}</VisuallyHidden>
    </>
  )
}
