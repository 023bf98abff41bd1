import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Keyboard } from './Keyboard.tsx'
import { eraseCharacter, typeCharacters } from './type-into.ts'

const layers = ['lower', 'upper', 'signs'] as const
const faces = { lower: 'abc', upper: 'ABC', signs: '#+=' } as const

/** For names, addresses and passwords where there is no other keyboard: types into the field that has the focus. */
export function TouchKeyboard() {
  const { t } = useTranslation()
  const [layer, setLayer] = useState<(typeof layers)[number]>('lower')
  return (
    <Stack gap="xs">
      <Keyboard
        label={t('keyboard.label')}
        layout={`any-${layer}`}
        onKey={(characters) => {
          typeCharacters(characters)
          // One capital at a time, as on a phone.
          if (layer === 'upper') setLayer('lower')
        }}
        onErase={eraseCharacter}
      />
      <Group justify="center" gap="sm" dir="ltr">
        {layers.map((each) => (
          <Button
            key={each}
            variant={each === layer ? 'filled' : 'default'}
            aria-label={t(`keyboard.${each}`)}
            aria-pressed={each === layer}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setLayer(each)}
          >
            {faces[each]}
          </Button>
        ))}
      </Group>
    </Stack>
  )
}
