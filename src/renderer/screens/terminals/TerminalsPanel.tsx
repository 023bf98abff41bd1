import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { CardList } from '../../ui/Card.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import { Section, Sections } from '../../ui/Section.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { RevokeTerminal } from './RevokeTerminal.tsx'
import { ServedAtFacts } from './ServedAtFacts.tsx'
import { TerminalCard } from './TerminalCard.tsx'
import { TerminalForm } from './TerminalForm.tsx'
import { createTerminalsModel } from './terminals-view-model.ts'
import { WaitingCard } from './WaitingCard.tsx'

/** A screen that begins to wait shows up while one looks. */
const lookEveryMs = 3000

/** The screens of this office: who waits to be let in, who is in, and where a new one finds the office. */
export function TerminalsPanel() {
  const { t } = useTranslation('terminals')
  const { ports } = useDesk()
  const [store] = useState(() => createTerminalsModel(ports))
  const { state, notice, form, load, open, close, saved, turnAway, askRevoke } = useStore(store)

  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), lookEveryMs)
    return () => clearInterval(timer)
  }, [load])

  if (state.kind === 'loading') return <LoadingRows rows={6} />
  if (state.kind === 'failed') return <ProblemMessage problem={state.failure} onRetry={() => void load()} />
  const { terminals, waiting, served } = state
  return (
    <Sections>
      {notice && <StateMessage tone="good" title={t(`notice.${notice.what}`, { name: notice.name })} />}
      <ServedAtFacts served={served} />
      {served !== null && (
        <Section
          title={t('waiting.title')}
          aside={
            <Button
              leftSection={<Plus aria-hidden size={20} />}
              onClick={() => open({ kind: 'let_in', waiting: null })}
            >
              {t('waiting.byCode')}
            </Button>
          }
        >
          {waiting.length === 0 && <Quiet>{t('waiting.none')}</Quiet>}
          <CardList>
            {waiting.map((each) => (
              <WaitingCard
                key={each.pairingId}
                waiting={each}
                onLetIn={() => open({ kind: 'let_in', waiting: each })}
                onTurnAway={() => void turnAway(each)}
              />
            ))}
          </CardList>
        </Section>
      )}
      <Section title={t('list.title')}>
        <CardList>
          {terminals.map((each) => (
            <TerminalCard
              key={each.terminalId}
              terminal={each}
              onChange={() => open({ kind: 'change', terminal: each })}
              onRevoke={() => askRevoke(each)}
            />
          ))}
        </CardList>
      </Section>
      {form && <TerminalForm target={form} onSaved={(what) => void saved(what)} onClose={close} />}
      <RevokeTerminal store={store} />
    </Sections>
  )
}
