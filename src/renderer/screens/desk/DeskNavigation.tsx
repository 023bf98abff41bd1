import { UnstyledButton } from '@mantine/core'
import {
  ArrowLeftRight,
  MessageSquareText,
  QrCode,
  ScrollText,
  Send,
  Settings,
  Store,
  UserRound,
  Users,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ColorSchemeToggle } from '../../ui/ColorSchemeToggle.tsx'
import { LanguageMenu } from '../../ui/LanguageMenu.tsx'
import classes from './DeskNavigation.module.css'
import { useDesk } from './desk-context.tsx'
import { type Section, sections } from './desk-view-model.ts'

const icons: Readonly<Record<Section, typeof Store>> = {
  counter: Store,
  pay_codes: QrCode,
  tickets: MessageSquareText,
  transfers: ArrowLeftRight,
  messages: Send,
  records: ScrollText,
  staff: Users,
  settings: Settings,
  account: UserRound,
}

/** The office refuses these to everyone else too; hiding them only spares a useless click. */
const administratorOnly: readonly Section[] = ['transfers', 'messages', 'staff']
/** Of the settings a supervisor sees the printer, to try it. */
const notForClerks: readonly Section[] = [...administratorOnly, 'records', 'settings']
const hiddenFrom = { clerk: notForClerks, supervisor: administratorOnly, administrator: [] } as const

/** Reached from the menu under the person's own name. */
const elsewhere: readonly Section[] = ['account']

/** The side navigation: an icon and a word for each section, then language and colours. */
export function DeskNavigation() {
  const { t } = useTranslation('desk')
  const { store, unsaved, staff } = useDesk()
  const section = useStore(store, (state) => state.section)
  const hidden: readonly Section[] = [...elsewhere, ...hiddenFrom[staff.role]]
  const shown = sections.filter((each) => !hidden.includes(each))
  return (
    <nav className={classes.rail} aria-label={t('nav.label')}>
      {shown.map((each) => {
        const Icon = icons[each]
        return (
          <UnstyledButton
            key={each}
            className={classes.entry}
            aria-current={each === section ? 'page' : undefined}
            onClick={() => each !== section && unsaved.getState().leave(() => store.getState().goTo(each))}
          >
            <Icon aria-hidden size={24} />
            <span className={classes.word}>{t(`nav.${each}`)}</span>
          </UnstyledButton>
        )
      })}
      <div className={classes.rest}>
        <LanguageMenu />
        <ColorSchemeToggle />
      </div>
    </nav>
  )
}
