import { Button, Modal, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { SettleForm } from '../desk-pay/SettleForm.tsx'
import { PayCodesList } from './PayCodesList.tsx'
import classes from './PayCodesScreen.module.css'
import { createPayCodesModel } from './pay-codes-view-model.ts'

/** New pay-codes come from kiosks too, so an open list looks again by itself. */
const lookEveryMs = 5000

/** Pay-codes that wait for their money; the clerk settles one when it shows up on the office's account. */
export function PayCodesScreen() {
  const { t } = useTranslation(['desk', 'common'])
  const { ports } = useDesk()
  const [store] = useState(() => createPayCodesModel(ports))
  const { query, settling, settled, type, load, choose, paid } = useStore(store)

  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), lookEveryMs)
    return () => clearInterval(timer)
  }, [load])

  return (
    <Screen title={t('payCodes.title')} width="wide">
      <div className={classes.content}>
        <TextInput
          className={classes.query ?? ''}
          aria-label={t('payCodes.query')}
          placeholder={t('payCodes.query')}
          leftSection={<Search aria-hidden size={20} />}
          autoComplete="off"
          maxLength={60}
          value={query}
          onChange={(event) => type(event.currentTarget.value)}
        />
        {settled && (
          <StateMessage tone="good" title={`${settled.customerName} · ${t('payCodes.settled')}`}>
            <Ltr>{settled.payment.receiptNo}</Ltr> · <Money amountMinor={settled.payment.amountMinor} />
          </StateMessage>
        )}
        <PayCodesList store={store} />
      </div>
      <Modal
        opened={settling !== null}
        onClose={() => choose(null)}
        size={560}
        title={t('payCodes.settleTitle', { code: settling?.code ?? '' })}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        {settling && (
          <div className={classes.settle}>
            <p>
              <bdi>{settling.customerName}</bdi> · <Money amountMinor={settling.amountMinor} />
            </p>
            <p className={classes.more}>{t('payCodes.settleMore')}</p>
            <SettleForm payCode={settling} onPaid={(payment) => paid(settling, payment)} autoFocus />
            <Button variant="default" onClick={() => choose(null)}>
              {t('common:action.cancel')}
            </Button>
          </div>
        )}
      </Modal>
    </Screen>
  )
}
