import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { problemOf } from '../../client/problem.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { PinField } from '../../ui/PinField.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { isPin } from '../../ui/pin.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { VoidRefusalMessage } from './VoidRefusalMessage.tsx'
import type { VoidState, VoidStore } from './void-view-model.ts'

interface VoidFormProps {
  readonly store: VoidStore
  readonly asking: Extract<VoidState, { kind: 'asking' }>
}

/** Reason, second person, their PIN. The office checks all three; the list only leaves out who can't be it. */
export function VoidForm({ store, asking }: VoidFormProps) {
  const { t } = useTranslation('desk')
  const { ports, staff } = useDesk()
  const { approverId, reason, pin, choose, explain, typePin, confirm, close } = useStore(store)
  const people = useQuery({ queryKey: ['staff'], queryFn: () => ports.client.session.staff() })

  if (people.isPending) return <LoadingRows rows={3} />
  if (people.isError) return <ProblemMessage problem={problemOf(people.error)} onRetry={() => void people.refetch()} />
  const approvers = people.data.filter(({ staffId, role }) => role !== 'clerk' && staffId !== staff.staffId)
  if (approvers.length === 0) return <StateMessage tone="warning" title={t('void.noApprover')} />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      <Stack>
        <div>
          <Ltr>{asking.payment.receiptNo}</Ltr> · <Money amountMinor={asking.payment.amountMinor} />
          <br />
          {t('void.more')}
        </div>
        <TextInput
          label={t('void.reason')}
          data-autofocus
          maxLength={200}
          value={reason}
          onChange={(event) => explain(event.currentTarget.value)}
        />
        <Select
          label={t('void.approver')}
          placeholder={t('void.approverPlaceholder')}
          data={approvers.map(({ staffId, name }) => ({ value: staffId, label: name }))}
          value={approverId}
          onChange={choose}
        />
        <PinField label={t('void.pin')} value={pin} onChange={typePin} />
        {asking.refusal && <VoidRefusalMessage refusal={asking.refusal} />}
        {asking.failure && <ProblemMessage problem={asking.failure} />}
        <Group justify="space-between">
          <Button variant="default" onClick={close}>
            {t('void.cancel')}
          </Button>
          <Button
            type="submit"
            color="red.8"
            loading={asking.busy}
            disabled={!approverId || reason.trim() === '' || !isPin(pin)}
          >
            {t('void.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
