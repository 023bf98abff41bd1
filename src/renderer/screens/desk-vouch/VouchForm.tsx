import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { problemOf } from '../../client/problem.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { PinField } from '../../ui/PinField.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { OpenVisitHint } from '../desk-verify/OpenVisitHint.tsx'
import classes from './VouchForm.module.css'
import { VouchRefusalMessage } from './VouchRefusalMessage.tsx'
import { mayBeVouched, seenDocuments, type VouchState, type VouchStore } from './vouch-view-model.ts'

interface VouchFormProps {
  readonly store: VouchStore
  readonly asking: Extract<VouchState, { kind: 'asking' }>
  readonly customerName: string
}

/** Reason, document, second person, their PIN. The office checks them all; the list only leaves out who can't approve. */
export function VouchForm({ store, asking, customerName }: VouchFormProps) {
  const { t } = useTranslation(['desk', 'common'])
  const { ports, staff } = useDesk()
  const model = useStore(store)
  const people = useQuery({ queryKey: ['staff'], queryFn: () => ports.client.session.staff() })
  const pinField = useRef<HTMLInputElement>(null)
  const wrong = asking.refusal?.outcome === 'wrong' ? asking.refusal.triesLeft : null
  useEffect(() => {
    if (wrong !== null) pinField.current?.focus()
  }, [wrong])

  if (people.isPending) return <LoadingRows rows={4} />
  if (people.isError) return <ProblemMessage problem={problemOf(people.error)} onRetry={() => void people.refetch()} />
  const approvers = people.data.filter(({ staffId, role }) => role !== 'clerk' && staffId !== staff.staffId)
  if (approvers.length === 0) {
    const back = <Button onClick={model.close}>{t('common:action.goBack')}</Button>
    return (
      <StateMessage tone="warning" title={t('vouch.noApprover')} action={back}>
        {t('vouch.noApproverMore')}
      </StateMessage>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void model.confirm()
      }}
    >
      <Stack>
        <p className={classes.lead}>
          {t('vouch.lead')} <bdi className={classes.name}>{customerName}</bdi>
        </p>
        <TextInput
          label={t('vouch.reason')}
          description={t('vouch.reasonMore')}
          data-autofocus
          autoComplete="off"
          maxLength={200}
          value={model.reason}
          onChange={(event) => model.explain(event.currentTarget.value)}
        />
        <Select
          label={t('vouch.document')}
          placeholder={t('vouch.documentPlaceholder')}
          data={seenDocuments.map((value) => ({ value, label: t(`vouch.documents.${value}`) }))}
          value={model.documentSeen}
          onChange={(value) => model.see(seenDocuments.find((each) => each === value) ?? null)}
        />
        <div className={classes.approval}>
          <Select
            label={t('vouch.approver')}
            placeholder={t('vouch.approverPlaceholder')}
            data={approvers.map(({ staffId, name }) => ({ value: staffId, label: name }))}
            value={model.approverId}
            onChange={model.choose}
          />
          <PinField ref={pinField} label={t('vouch.pin')} value={model.pin} onChange={model.typePin} />
        </div>
        <Quiet>{t('vouch.record')}</Quiet>
        {asking.refusal && <VouchRefusalMessage refusal={asking.refusal} />}
        {asking.failure && <ProblemMessage problem={asking.failure} />}
        {asking.failure?.kind === 'unreachable' && <OpenVisitHint customerName={customerName} />}
        <Group justify="space-between">
          <Button variant="default" disabled={asking.busy} onClick={model.close}>
            {t('vouch.cancel')}
          </Button>
          <Button type="submit" loading={asking.busy} disabled={!mayBeVouched(model)}>
            {t('vouch.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
