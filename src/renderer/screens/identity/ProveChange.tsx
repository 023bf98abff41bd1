import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { CodeInput } from '../../ui/CodeInput.tsx'
import { secondsUntil } from '../../ui/Countdown.tsx'
import { useDensity } from '../../ui/Density.tsx'
import { Keypad } from '../../ui/Keypad.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useAwaitingCode } from '../inbox/inbox-store.ts'
import { Actions } from './Actions.tsx'
import type { ChangeState, ContactChangeStore } from './contact-change-view-model.ts'
import classes from './identity.module.css'

interface ProveChangeProps {
  readonly store: ContactChangeStore
  readonly proving: Extract<ChangeState, { step: 'proving' }>
  readonly approval: ReactNode
}

/** The code to the contact whose turn it is; the old one's first. */
export function ProveChange({ store, proving, approval }: ProveChangeProps) {
  const { t } = useTranslation(['identity', 'kiosk'])
  const kiosk = useDensity() === 'kiosk'
  const { busy, fault, type, prove, sendAgain, leave } = useStore(store)
  const { challenge, code, needs } = proving
  const waits = secondsUntil(challenge?.resendAtMs ?? 0, useNow(500)) > 0
  useAwaitingCode(challenge !== null)
  const [side = 'new'] = needs
  return (
    <>
      {challenge && (
        <div className={classes.pair}>
          <div className={classes.part}>
            <p className={classes.plain}>
              {t(`identity:contacts.sent.${side}`)} <Ltr>{challenge.sentTo}</Ltr> (<Ltr>{challenge.reference}</Ltr>)
            </p>
            <CodeInput
              key={`${challenge.challengeId}-${fault?.kind}`}
              label={t('identity:contacts.code')}
              length={challenge.digits}
              value={code}
              onChange={type}
              onComplete={() => void prove()}
              disabled={busy}
              invalid={fault?.kind === 'not_proven'}
              {...(kiosk ? { inputMode: 'none' as const } : {})}
              autoFocus
            />
          </div>
          {kiosk && (
            <Keypad
              label={t('kiosk:keys.numbers')}
              onKey={(digit) => code.length < challenge.digits && type(code + digit)}
              onErase={() => type(code.slice(0, -1))}
              disabled={busy}
            />
          )}
        </div>
      )}
      <Actions>
        <Button variant="default" onClick={leave}>
          {t('identity:contacts.leave')}
        </Button>
        <Button variant="default" disabled={waits || busy} onClick={() => void sendAgain()}>
          {t('kiosk:verify.newCode')}
        </Button>
        {challenge && (
          <Button loading={busy} disabled={code.length < challenge.digits} onClick={() => void prove()}>
            {t('identity:app.check')}
          </Button>
        )}
      </Actions>
      {approval}
    </>
  )
}
