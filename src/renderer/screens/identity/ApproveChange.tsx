import { Button, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { StaffMember } from '../../../contract/session.ts'
import { problemOf } from '../../client/problem.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { PinField } from '../../ui/PinField.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { isPin } from '../../ui/pin.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useInView } from '../../ui/use-in-view.ts'
import { useDesk } from '../desk/desk-context.tsx'
import type { ContactChangeStore } from './contact-change-view-model.ts'
import classes from './identity.module.css'

/** A second person stands for the codes that cannot be read back. The office checks everything again. */
export function ApproveChange({ store }: { readonly store: ContactChangeStore }) {
  const { t } = useTranslation(['identity', 'desk'])
  const { ports, staff } = useDesk()
  const [asked, setAsked] = useState(false)
  const people = useQuery({ queryKey: ['staff'], queryFn: () => ports.client.session.staff() })
  if (!asked) {
    return (
      <Button variant="subtle" onClick={() => setAsked(true)}>
        {t('identity:contacts.approve')}
      </Button>
    )
  }
  if (people.isPending) return <LoadingRows rows={3} />
  if (people.isError) return <ProblemMessage problem={problemOf(people.error)} onRetry={() => void people.refetch()} />
  const approvers = people.data.filter(({ staffId, role }) => role !== 'clerk' && staffId !== staff.staffId)
  if (approvers.length === 0) {
    return (
      <StateMessage tone="warning" title={t('desk:vouch.noApprover')}>
        {t('desk:vouch.noApproverMore')}
      </StateMessage>
    )
  }
  return <ApprovalForm store={store} approvers={approvers} />
}

interface ApprovalFormProps {
  readonly store: ContactChangeStore
  readonly approvers: readonly StaffMember[]
}

function ApprovalForm({ store, approvers }: ApprovalFormProps) {
  const { t } = useTranslation(['identity', 'desk'])
  const { busy, approve } = useStore(store)
  const [reason, setReason] = useState('')
  const [approverId, setApproverId] = useState<string | null>(null)
  const [pin, setPin] = useState('')
  const form = useInView<HTMLFormElement>('nearest')
  const whole = reason.trim() !== '' && approverId !== null && isPin(pin)
  const submit = async () => {
    if (approverId === null || !whole) return
    await approve({ reason: reason.trim(), approverId, approverPin: pin })
    setPin('')
  }
  return (
    <form
      ref={form}
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <TextInput
          label={t('identity:contacts.reason')}
          autoComplete="off"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Select
          label={t('desk:vouch.approver')}
          placeholder={t('desk:vouch.approverPlaceholder')}
          data={approvers.map(({ staffId, name }) => ({ value: staffId, label: name }))}
          value={approverId}
          onChange={setApproverId}
        />
        <PinField label={t('desk:vouch.pin')} value={pin} onChange={setPin} />
        <Button type="submit" loading={busy} disabled={!whole}>
          {t('identity:contacts.approveNow')}
        </Button>
      </Stack>
    </form>
  )
}
