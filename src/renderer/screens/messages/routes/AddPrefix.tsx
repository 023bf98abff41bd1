import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../../../../contract/values.ts'
import { asciiDigits } from '../../../ui/digits.ts'
import classes from './AddPrefix.module.css'
import type { RoutesStore } from './routes-view-model.ts'

/** An order of its own for numbers of one country: `+98`. */
export function AddPrefix({ channel, store }: { readonly channel: Channel; readonly store: RoutesStore }) {
  const { t } = useTranslation('messages')
  const [text, setText] = useState('')
  const [refused, setRefused] = useState(false)
  return (
    <form
      noValidate
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault()
        const digits = asciiDigits(text).replace(/[^\d]/g, '')
        const added = store.getState().addPrefix(channel, `+${digits.replace(/^00/, '')}`)
        setRefused(!added)
        if (added) setText('')
      }}
    >
      <TextInput
        className={classes.prefix ?? ''}
        label={t('routes.prefix')}
        description={t('routes.prefixMore')}
        dir="ltr"
        inputMode="tel"
        autoComplete="off"
        maxLength={8}
        value={text}
        error={refused && t('routes.badPrefix')}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setRefused(false)
        }}
      />
      <Button type="submit" variant="default" className={classes.button ?? ''} disabled={text.trim() === ''}>
        {t('routes.addPrefix')}
      </Button>
    </form>
  )
}
