import { KeyRound, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TabbedScreen } from '../../ui/TabbedScreen.tsx'
import { AuditPanel } from '../audit/AuditPanel.tsx'
import { CodesPanel } from '../code-history/CodesPanel.tsx'
import { useDesk } from '../desk/desk-context.tsx'

/** What the office did. Supervisors see the codes alone. */
export function RecordsScreen() {
  const { t } = useTranslation('audit')
  const { staff } = useDesk()
  const trail = { name: 'audit', label: t('tabs.audit'), icon: ScrollText } as const
  const codes = { name: 'codes', label: t('tabs.codes'), icon: KeyRound } as const
  const tabs = staff.role === 'administrator' ? [trail, codes] : [codes]
  const [shown, setShown] = useState<'audit' | 'codes'>(staff.role === 'administrator' ? 'audit' : 'codes')
  return (
    <TabbedScreen title={t('title')} tabs={tabs} shown={shown} onShow={setShown}>
      {shown === 'audit' ? <AuditPanel /> : <CodesPanel />}
    </TabbedScreen>
  )
}
