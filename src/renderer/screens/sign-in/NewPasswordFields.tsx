import { PasswordInput, Progress, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../client/client-context.tsx'

interface NewPasswordFieldsProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Told whether the second typing is the same as the first. */
  readonly onRepeated: (same: boolean) => void
}

const weighAfterMs = 200
const colours = ['red.8', 'red.8', 'yellow.8', 'teal.8', 'teal.8'] as const

/** A new password, typed twice, with how hard it is to guess in a bar and in words. */
export function NewPasswordFields({ value, onChange, onRepeated }: NewPasswordFieldsProps) {
  const { t } = useTranslation('staff')
  const [again, setAgain] = useState('')
  const strength = useStrength(value)
  const same = value !== '' && value === again
  // One that was refused is cleared from outside; its repetition goes with it.
  useEffect(() => {
    if (value === '') setAgain('')
  }, [value])
  useEffect(() => onRepeated(same), [onRepeated, same])
  const show = { 'aria-label': t('signIn.showPassword'), tabIndex: 0 }
  return (
    <Stack gap="md">
      <PasswordInput
        label={t('new.password')}
        description={t('new.rule')}
        value={value}
        maxLength={128}
        autoComplete="new-password"
        visibilityToggleButtonProps={show}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {strength !== null && (
        <div aria-live="polite">
          <Progress
            value={(strength.score + 1) * 20}
            color={colours[strength.score] ?? 'red.8'}
            aria-label={t('new.strength')}
          />
          {t(`new.score.${strength.problem ?? (strength.score > 2 ? 'good' : 'fair')}`)}
        </div>
      )}
      <PasswordInput
        label={t('new.again')}
        value={again}
        maxLength={128}
        autoComplete="new-password"
        visibilityToggleButtonProps={show}
        error={value !== '' && again.length >= value.length && !same ? t('new.differ') : undefined}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
    </Stack>
  )
}

type Strength = { readonly score: number; readonly problem: 'short' | 'weak' | null }

/** Asked of the office a moment after the last key. Where no answer comes the office still judges when it is saved. */
function useStrength(password: string): Strength | null {
  const client = useClient()
  const [strength, setStrength] = useState<Strength | null>(null)
  useEffect(() => {
    if (password === '') {
      setStrength(null)
      return
    }
    let wanted = true
    const timer = setTimeout(() => {
      client.signIn.passwordStrength({ password }).then(
        (found) => wanted && setStrength(found),
        () => undefined,
      )
    }, weighAfterMs)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [client, password])
  return strength
}
