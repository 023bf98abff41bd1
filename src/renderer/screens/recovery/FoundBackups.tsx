import { Button, Group, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RecoveryState } from '../../../contract/recovery.ts'
import { LineList } from '../../ui/LineRow.tsx'
import { Section } from '../../ui/Section.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { BackupRow } from '../backup/BackupRow.tsx'
import type { RecoveryStore } from './recovery-view-model.ts'

/** A path reads from its slash on in any language. */
const ltr = (path: string): string => `\u2066${path}\u2069`

interface FoundBackupsProps {
  readonly store: RecoveryStore
  readonly state: RecoveryState
}

/** The newest good backup first, and a folder to look in where none is there. */
export function FoundBackups({ store, state }: FoundBackupsProps) {
  const { t } = useTranslation('backup')
  const { folder, isLooking, type, look, restore } = useStore(store)
  const files = state.backups ?? []
  const newest = files.find((file) => file.state === 'verified') ?? files.find((file) => file.state === 'unknown')
  const none =
    state.backups === null
      ? t('list.gone')
      : state.folder === null
        ? t('closed.none')
        : t('closed.noneIn', { folder: ltr(state.folder) })
  return (
    <Section title={t('closed.backups')}>
      {files.length === 0 && (
        <StateMessage tone="warning" title={none}>
          {t(state.fixed ? 'closed.fixed' : 'closed.noneMore')}
        </StateMessage>
      )}
      <LineList>
        {files.map((file) => (
          <BackupRow key={file.name} file={file} isNewest={file === newest} onRestore={() => restore(file)} />
        ))}
      </LineList>
      {!state.fixed && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void look()
          }}
        >
          <Group align="end">
            <TextInput
              flex={1}
              label={t('closed.folder')}
              inputWrapperOrder={['label', 'description', 'input', 'error']}
              description={t('closed.folderMore')}
              dir="ltr"
              spellCheck={false}
              autoComplete="off"
              maxLength={1000}
              value={folder}
              onChange={(event) => type(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={isLooking} disabled={folder.trim() === ''}>
              {t('closed.look')}
            </Button>
          </Group>
        </form>
      )}
    </Section>
  )
}
