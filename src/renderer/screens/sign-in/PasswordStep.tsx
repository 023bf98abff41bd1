import { Button, Input, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useCardScan } from '../../ui/use-card-scan.ts'
import { RefusalMessage } from './RefusalMessage.tsx'
import { StaffNames } from './StaffNames.tsx'
import type { SignInStore } from './sign-in-view-model.ts'

/** Name and password; above them those who may come back with their PIN. */
export function PasswordStep({ id, store }: { readonly id: string; readonly store: SignInStore }) {
  const { t } = useTranslation('staff')
  const { name, secret, people, badges, refusal, typeName, type, choose, scan, forget, submit, unlock } =
    useStore(store)
  useCardScan((badge) => void scan(badge), badges)
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="md">
        {people.length > 0 && (
          <Input.Wrapper label={t('signIn.back')} description={badges && t('signIn.scanHint')} labelElement="div">
            <StaffNames staff={people} onChoose={choose} />
          </Input.Wrapper>
        )}
        {people.length === 0 && badges && <p>{t('signIn.scanOnly')}</p>}
        <TextInput
          label={t('signIn.name')}
          value={name}
          maxLength={120}
          autoComplete="username"
          autoFocus={people.length === 0}
          onChange={(event) => typeName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          value={secret}
          maxLength={128}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <RefusalMessage refusal={refusal} what="password" onUnlock={unlock} />
        <Button variant="subtle" onClick={forget}>
          {t('signIn.forgot')}
        </Button>
      </Stack>
    </form>
  )
}
