import { useTranslation } from 'react-i18next'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './UnreachableScreen.module.css'

/** The host doesn't answer. The app asks again by itself, so there is nothing to press. */
export function UnreachableScreen() {
  const { t } = useTranslation()
  return (
    <main className={classes.page}>
      <StateMessage tone="info" size="page" headingLevel={1} title={t('state.unreachable')}>
        {t('state.unreachableMore')}
      </StateMessage>
    </main>
  )
}
