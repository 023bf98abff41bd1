import { Badge, UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronUp, Inbox } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { InboxDrawer } from './InboxDrawer.tsx'
import classes from './InboxFrame.module.css'
import { inboxStore } from './inbox-store.ts'
import { useInbox } from './use-inbox.ts'

interface DevInboxProps {
  /** False where a real provider carries the messages: then only the children are there. */
  readonly used: boolean
  readonly children: ReactNode
}

export function DevInbox({ used, children }: DevInboxProps) {
  const { t } = useTranslation()
  const { open, awaiting, setOpen } = useStore(inboxStore)
  const { messages, fresh } = useInbox(used && (open || awaiting > 0), open)
  const Chevron = open ? ChevronUp : ChevronDown
  return (
    <div className={classes.frame}>
      {used && (
        <UnstyledButton
          className={classes.banner}
          aria-expanded={open}
          aria-controls="dev-inbox"
          onClick={() => setOpen(!open)}
        >
          <Inbox aria-hidden size={20} />
          <span>{t('inbox.banner')}</span>
          {fresh > 0 && (
            <Badge size="lg" color="dark" variant="filled" tt="none">
              {t('inbox.fresh', { count: fresh })}
            </Badge>
          )}
          <Chevron aria-hidden size={20} />
        </UnstyledButton>
      )}
      <div className={classes.row}>
        <div className={classes.content}>{children}</div>
        {used && open && <InboxDrawer messages={messages} onClose={() => setOpen(false)} />}
      </div>
    </div>
  )
}
