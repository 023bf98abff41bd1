// In a cascade layer, so that our own styles win whatever the order of imports.
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@fontsource-variable/inter'
import '@fontsource-variable/noto-sans-devanagari'
import '@fontsource-variable/vazirmatn'
import './base.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { styleNonce } from './style-nonce.ts'
import { cssVariables, theme } from './theme.ts'

/** The theme, the direction (it follows `<html dir>`, which i18n sets) and the place for notices. */
export function AppTheme({ children }: { readonly children: ReactNode }) {
  return (
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <Notifications position="top-center" autoClose={6000} />
        {children}
      </MantineProvider>
    </DirectionProvider>
  )
}
