import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { setLanguage } from '../../i18n/i18n.ts'
import { useOffice } from '../../office-context.tsx'
import { Density } from '../../ui/Density.tsx'
import { CustomerScreen } from './CustomerScreen.tsx'
import { createCustomerModel } from './customer-view-model.ts'

const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** The face that a customer looks at while a clerk works beside it. It shows; nothing on it can be pressed. */
export function CustomerApp() {
  const client = useClient()
  const { defaultLocale } = useOffice()
  const [store] = useState(() => createCustomerModel(client, after))
  const { state, follow } = useStore(store)
  useEffect(() => follow(), [follow])
  const locale = (state.kind === 'showing' ? state.view.locale : null) ?? defaultLocale
  useEffect(() => setLanguage(locale), [locale])
  return (
    <Density name="kiosk">
      <CustomerScreen view={state.kind === 'showing' ? state.view : null} />
    </Density>
  )
}
