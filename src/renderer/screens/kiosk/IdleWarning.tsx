import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import classes from './IdleWarning.module.css'

interface IdleWarningProps {
  readonly secondsLeft: number
  readonly onExtend: () => void
  readonly onFinish: () => void
}

/** Covers the whole screen, so that nothing of an absent person can be read, and asks whether they are still there. */
export function IdleWarning({ secondsLeft, onExtend, onFinish }: IdleWarningProps) {
  const { t } = useTranslation('kiosk')
  const locale = useIntlLocale()
  return (
    <Modal.Root opened fullScreen onClose={onExtend} transitionProps={{ duration: 0 }}>
      <Modal.Content>
        <Modal.Body className={classes.page}>
          <Modal.Title className={classes.title}>{t('idle.title')}</Modal.Title>
          <p className={classes.seconds} aria-hidden>
            {new Intl.NumberFormat(locale).format(secondsLeft)}
          </p>
          <p>{t('idle.explain', { count: secondsLeft })}</p>
          <div className={classes.ways}>
            <Button variant="default" onClick={onFinish}>
              {t('idle.finish')}
            </Button>
            <Button onClick={onExtend} data-autofocus>
              {t('idle.extend')}
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
