import { CloseButton, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InboxMessage } from '../../../contract/inbox.ts'
import { timeText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './InboxDrawer.module.css'
import { MessageText } from './MessageText.tsx'

interface InboxDrawerProps {
  readonly messages: readonly InboxMessage[]
  readonly onClose: () => void
}

export function InboxDrawer({ messages, onClose }: InboxDrawerProps) {
  const { t } = useTranslation()
  return (
    <aside id="dev-inbox" className={classes.drawer} aria-label={t('inbox.title')}>
      <div className={classes.head}>
        <Title order={2}>{t('inbox.title')}</Title>
        <CloseButton aria-label={t('inbox.close')} onClick={onClose} />
      </div>
      {messages.length === 0 ? (
        <StateMessage tone="empty" title={t('inbox.empty')}>
          {t('inbox.emptyMore')}
        </StateMessage>
      ) : (
        <>
          <p className={classes.explain}>{t('inbox.explain')}</p>
          <ul className={classes.list}>
            {messages.map((message) => (
              <Message key={message.messageId} message={message} />
            ))}
          </ul>
        </>
      )}
    </aside>
  )
}

function Message({ message }: { readonly message: InboxMessage }) {
  const { t } = useTranslation()
  const locale = useIntlLocale()
  return (
    <li className={classes.message}>
      <div className={classes.meta}>
        <span>{t(`channel.${message.channel}`)}</span>
        <Ltr>{message.to}</Ltr>
        <span>{timeText(message.atMs, locale)}</span>
      </div>
      {message.subject !== '' && (
        <strong dir="auto" className={classes.subject}>
          {message.subject}
        </strong>
      )}
      <p dir="auto" className={classes.text}>
        <MessageText text={message.text} />
      </p>
    </li>
  )
}
