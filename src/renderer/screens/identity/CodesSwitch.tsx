import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../../../contract/customers.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from './identity.module.css'

interface CodesSwitchProps {
  readonly customer: Pick<CustomerDetail, 'customerId' | 'codes'>
  readonly onSwitched: () => void
}

/** Whether codes go out to this customer, who said so and when; a supervisor may switch it, with a reason. */
export function CodesSwitch({ customer, onSwitched }: CodesSwitchProps) {
  const { t } = useTranslation(['identity', 'desk', 'common'])
  const locale = useIntlLocale()
  const { ports, staff } = useDesk()
  const { on, changed } = customer.codes
  const [reason, setReason] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Problem | null>(null)
  const words = on ? 'on' : 'off'
  const submit = async () => {
    if (reason === null || reason.trim() === '' || busy) return
    setBusy(true)
    setFailure(null)
    try {
      await ports.client.identity.switchCodes({ customerId: customer.customerId, on: !on, reason: reason.trim() })
      setReason(null)
      onSwitched()
    } catch (error) {
      setFailure(problemOf(error))
    }
    setBusy(false)
  }
  return (
    <div className={classes.panel}>
      {changed && (
        <p className={classes.plain}>
          {t(`identity:codes.${words}`, { moment: momentText(changed.atMs, locale), name: changed.by || '?' })}
        </p>
      )}
      {staff.role !== 'clerk' && (
        <Button variant="subtle" onClick={() => setReason('')}>
          {t(on ? 'identity:codes.switchOff' : 'identity:codes.switchOn')}
        </Button>
      )}
      <Modal
        opened={reason !== null}
        onClose={() => setReason(null)}
        title={t(on ? 'identity:codes.switchOff' : 'identity:codes.switchOn')}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <Stack>
            <p className={classes.plain}>{t(on ? 'identity:codes.offMore' : 'identity:codes.onMore')}</p>
            <TextInput
              label={t('identity:codes.reason')}
              data-autofocus
              autoComplete="off"
              maxLength={200}
              value={reason ?? ''}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            {failure && <ProblemMessage problem={failure} />}
            <Group justify="space-between">
              <Button variant="default" onClick={() => setReason(null)}>
                {t('desk:vouch.cancel')}
              </Button>
              <Button type="submit" loading={busy} disabled={(reason ?? '').trim() === ''}>
                {t(on ? 'identity:codes.switchOff' : 'identity:codes.switchOn')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </div>
  )
}
