import { Kbd, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './ShortcutLegend.module.css'

const shortcuts = [
  { keys: ['/', 'Ctrl K'], does: 'search' },
  { keys: ['↑', '↓', 'Enter'], does: 'choose' },
  { keys: ['Esc'], does: 'clear' },
  { keys: ['F2'], does: 'send' },
  { keys: ['F8'], does: 'pay' },
  { keys: ['Ctrl Enter'], does: 'finish' },
] as const

/** The keys that the desk knows, always in sight; nobody learns a shortcut from a manual. */
export function ShortcutLegend() {
  const { t } = useTranslation('desk')
  return (
    <footer className={classes.legend}>
      <VisuallyHidden>{t('keys.label')}</VisuallyHidden>
      {shortcuts.map(({ keys, does }) => (
        <span key={does} className={classes.entry}>
          <bdi dir="ltr" className={classes.keys}>
            {keys.map((key) => (
              <Kbd key={key} size="xs">
                {key}
              </Kbd>
            ))}
          </bdi>
          {t(`keys.${does}`)}
        </span>
      ))}
    </footer>
  )
}
