import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { CodeInput } from '../../ui/CodeInput.tsx'
import { useDensity } from '../../ui/Density.tsx'
import { Keypad } from '../../ui/Keypad.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { QrPicture } from '../../ui/QrPicture.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useInView } from '../../ui/use-in-view.ts'
import type { AuthenticatorState, AuthenticatorStore } from './authenticator-view-model.ts'
import classes from './identity.module.css'

interface AuthenticatorKeyProps {
  readonly store: AuthenticatorStore
  readonly enrolling: Extract<AuthenticatorState, { step: 'enrolling' }>
}

const digits = 6

/** The key, as a picture and in letters, shown this once; and the first code that proves the app has it. */
export function AuthenticatorKey({ store, enrolling }: AuthenticatorKeyProps) {
  const { t } = useTranslation(['identity', 'kiosk'])
  const kiosk = useDensity() === 'kiosk'
  const { code, busy, type, confirm, load } = useStore(store)
  const top = useInView<HTMLDivElement>('start')
  return (
    <div ref={top} className={classes.pair}>
      <div className={classes.part}>
        <p className={classes.plain}>{t('identity:authenticator.scan')}</p>
        <QrPicture text={enrolling.uri} label={t('identity:authenticator.qr')} />
        <p className={classes.plain}>{t('identity:authenticator.byHand')}</p>
        <p className={classes.key}>
          <Ltr>{enrolling.key.replace(/(.{4})(?=.)/g, '$1 ')}</Ltr>
        </p>
      </div>
      <div className={classes.part}>
        <p className={classes.plain}>{t('identity:authenticator.firstCode')}</p>
        <CodeInput
          key={`${enrolling.key}-${enrolling.wrong}`}
          label={t('identity:authenticator.code')}
          length={digits}
          value={code}
          onChange={type}
          onComplete={() => void confirm()}
          invalid={enrolling.wrong}
          disabled={busy}
          {...(kiosk ? { inputMode: 'none' as const } : {})}
          autoFocus
        />
        <div aria-live="assertive">
          {enrolling.wrong && (
            <StateMessage tone="error" title={t('identity:authenticator.wrong')}>
              {t('identity:authenticator.wrongMore')}
            </StateMessage>
          )}
        </div>
        {kiosk && (
          <Keypad
            label={t('kiosk:keys.numbers')}
            onKey={(digit) => code.length < digits && type(code + digit)}
            onErase={() => type(code.slice(0, -1))}
            disabled={busy}
          />
        )}
        <Button loading={busy} disabled={code.length < digits} onClick={() => void confirm()}>
          {t('identity:authenticator.confirm')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void load()}>
          {t('identity:authenticator.leave')}
        </Button>
      </div>
    </div>
  )
}
