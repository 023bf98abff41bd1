import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Contact } from '../../../contract/values.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { Actions } from './Actions.tsx'
import { ChangeFaultMessage } from './ChangeFaultMessage.tsx'
import type { ContactChangeStore } from './contact-change-view-model.ts'
import classes from './identity.module.css'
import { KeyedField } from './KeyedField.tsx'
import { ProveChange } from './ProveChange.tsx'

interface ContactChangePanelProps {
  readonly store: ContactChangeStore
  readonly contacts: readonly Contact[]
  /** At the desk: the way out where a code cannot be read back. */
  readonly approval?: ReactNode
}

/** The customer's contacts, and changing one: with a code to the old and to the new, or a second person. */
export function ContactChangePanel({ store, contacts, approval }: ContactChangePanelProps) {
  const { t } = useTranslation(['identity', 'common'])
  const { state, busy, fault, change, remove, type, begin, leave } = useStore(store)
  return (
    <div className={classes.panel}>
      <div aria-live="assertive">{fault && <ChangeFaultMessage fault={fault} />}</div>
      {state.step === 'list' && (
        <>
          {state.changed && <StateMessage tone="good" title={t('identity:contacts.changed')} />}
          <div>
            {contacts.map(({ contactId, value }) => (
              <div key={contactId} className={classes.line}>
                <span className={classes.value}>
                  <Ltr>{value}</Ltr>
                </span>
                <div className={classes.actions}>
                  <Button
                    variant="default"
                    aria-label={t('identity:contacts.changeOne', { value })}
                    onClick={() => change(contactId)}
                  >
                    {t('identity:contacts.change')}
                  </Button>
                  <Button
                    variant="default"
                    aria-label={t('identity:contacts.removeOne', { value })}
                    loading={busy}
                    onClick={() => void remove(contactId)}
                  >
                    {t('identity:contacts.remove')}
                  </Button>
                </div>
              </div>
            ))}
          </div>
          <div className={classes.actions}>
            <Button variant="default" onClick={() => change(null)}>
              {t('identity:contacts.add')}
            </Button>
          </div>
        </>
      )}
      {state.step === 'typing' && (
        <>
          <KeyedField
            label={t('identity:contacts.new')}
            keys="email"
            value={state.value}
            maxLength={254}
            busy={busy}
            onChange={type}
            onEnter={() => void begin()}
          />
          <Actions>
            <Button variant="default" onClick={leave}>
              {t('identity:contacts.leave')}
            </Button>
            <Button loading={busy} disabled={state.value.trim() === ''} onClick={() => void begin()}>
              {t('common:action.continue')}
            </Button>
          </Actions>
        </>
      )}
      {state.step === 'proving' && <ProveChange store={store} proving={state} approval={approval} />}
    </div>
  )
}
