/** Starts the screens: words, theme, client, then the app. */
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { App } from './App.tsx'
import { createAppStore } from './app-store.ts'
import { createClients } from './client/client.ts'
import { ClientProvider } from './client/client-context.tsx'
import { createQueryClient } from './client/query-client.ts'
import { forgetListsOfWhoLeft } from './forget-lists.ts'
import { localeOf, startI18n } from './i18n/i18n.ts'
import { AppTheme } from './ui/AppTheme.tsx'
import { shareStyleNonce } from './ui/style-nonce.ts'

shareStyleNonce()
const i18n = startI18n(localeOf(navigator.language.slice(0, 2)))
const { client, recovery } = createClients()
const queryClient = createQueryClient()
const appStore = createAppStore(client)
forgetListsOfWhoLeft(appStore, queryClient)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <ClientProvider client={client} recovery={recovery}>
        <QueryClientProvider client={queryClient}>
          <AppTheme>
            <App store={appStore} />
          </AppTheme>
        </QueryClientProvider>
      </ClientProvider>
    </I18nextProvider>
  </StrictMode>,
)
