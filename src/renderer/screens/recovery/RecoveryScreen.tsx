import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient, useRecoveryClient } from '../../client/client-context.tsx'
import { comeBack } from '../../client/come-back.ts'
import { useFace } from '../../route.ts'
import { ColorSchemeToggle } from '../../ui/ColorSchemeToggle.tsx'
import { Density } from '../../ui/Density.tsx'
import { LanguageMenu } from '../../ui/LanguageMenu.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { Sections } from '../../ui/Section.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { RestoreDialog } from '../backup/RestoreDialog.tsx'
import { FoundBackups } from './FoundBackups.tsx'
import { createRecoveryModel } from './recovery-view-model.ts'

/** Shown in the office's place where its data cannot be opened. A kiosk tells customers only that it is closed. */
export function RecoveryScreen() {
  const [isStaff, setStaff] = useState(false)
  const face = useFace()
  if (face === 'kiosk' && !isStaff) {
    return (
      <Density name="kiosk">
        <ClosedKiosk onStaff={() => setStaff(true)} />
      </Density>
    )
  }
  return (
    <Density name="desk">
      <WaysBack />
    </Density>
  )
}

function ClosedKiosk({ onStaff }: { readonly onStaff: () => void }) {
  const { t } = useTranslation('backup')
  return (
    <Screen
      title={t('closed.kiosk')}
      place="middle"
      aside={<LanguageMenu />}
      secondary={
        <Button variant="subtle" onClick={onStaff}>
          {t('closed.staff')}
        </Button>
      }
    >
      <StateMessage tone="info" size="page" title={t('closed.kioskMore')} />
    </Screen>
  )
}

function WaysBack() {
  const { t } = useTranslation('backup')
  const client = useRecoveryClient()
  const office = useClient()
  const back = () => comeBack(() => office.office.state())
  const [store] = useState(() => createRecoveryModel({ client, comeBack: back }))
  const { shown, isTrying, restoring, load, tryAgain, restore } = useStore(store)
  useEffect(() => void load(), [load])
  const folder = shown.kind === 'shown' ? (shown.state.folder ?? '') : ''
  return (
    <Screen
      title={t('closed.title')}
      width="wide"
      primary={{ label: t('closed.tryAgain'), busy: isTrying, onPress: () => void tryAgain() }}
      aside={
        <>
          <LanguageMenu />
          <ColorSchemeToggle />
        </>
      }
    >
      <Sections>
        {shown.kind === 'loading' && <LoadingRows rows={4} />}
        {shown.kind === 'failed' && <ProblemMessage problem={shown.failure} onRetry={() => void load()} />}
        {shown.kind === 'shown' && (
          <>
            <StateMessage tone="error" title={t(`closed.why.${shown.state.why}`)}>
              {t('closed.detail')}: <Ltr>{shown.state.detail}</Ltr>
            </StateMessage>
            <FoundBackups store={store} state={shown.state} />
          </>
        )}
      </Sections>
      {restoring && (
        <RestoreDialog
          madeAtMs={restoring.madeAtMs}
          onClose={() => restore(null)}
          ports={{
            preview: (passphrase) => client.recovery.preview({ folder, name: restoring.name, passphrase }),
            restore: (passphrase) =>
              client.recovery.restore({ folder, name: restoring.name, passphrase, confirmed: true }),
            progress: () => client.recovery.progress(),
            stop: () => client.recovery.stopRestore(),
            comeBack: back,
          }}
        />
      )}
    </Screen>
  )
}
