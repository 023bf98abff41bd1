import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { CodeInput } from '../../ui/CodeInput.tsx'
import { Keypad } from '../../ui/Keypad.tsx'
import { CodeFacts } from './CodeFacts.tsx'
import classes from './EnterCode.module.css'
import { NoNetworkNote } from './NoNetworkNote.tsx'
import { NoticeMessage } from './NoticeMessage.tsx'
import { isLocked, type VerifyStore } from './verify-view-model.ts'

export function EnterCode({ store }: { readonly store: VerifyStore }) {
  const { t } = useTranslation('kiosk')
  const { state, challenge, type, press, erase, verify, unlock } = useStore(store)
  const notice = state.step === 'entering' ? state.notice : null
  const busy = state.step !== 'entering' || isLocked(state)
  const code = state.step === 'entering' || state.step === 'verifying' ? state.code : ''
  return (
    <div className={classes.enter}>
      <div className={classes.code}>
        <CodeFacts challenge={challenge} />
        <CodeInput
          // A new code starts with an empty field, whatever the old one had in it.
          key={challenge.challengeId}
          label={t('verify.field', { count: challenge.digits })}
          length={challenge.digits}
          value={code}
          onChange={type}
          onComplete={(whole) => void verify(whole)}
          invalid={notice?.kind === 'wrong'}
          inputMode="none"
          autoFocus
        />
        <NoNetworkNote />
        <div className={classes.notice} aria-live="assertive">
          {notice && <NoticeMessage notice={notice} onUnlock={unlock} />}
        </div>
      </div>
      <Keypad label={t('keys.numbers')} onKey={press} onErase={erase} disabled={busy} />
    </div>
  )
}
