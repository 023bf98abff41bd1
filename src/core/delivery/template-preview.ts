/** A message as it would be, with made-up values in its own language. Nothing of a customer is in it. */
import type { MessagePurpose } from '../../contract/message-purposes.ts'
import type { TemplateKey, TemplatePreview, TemplateSource } from '../../contract/templates.ts'
import type { Locale } from '../../contract/values.ts'
import { dateTimeText } from '../kernel/calendar.ts'
import { type Purpose, policies } from '../otp/rules.ts'
import type { TemplateParams } from './outbox.ts'
import { problemsOf } from './template-check.ts'
import { templateOf } from './template-placeholders.ts'
import { smsSizeOf } from './template-sms.ts'
import { wordsByLocale } from './template-words.ts'
import { writtenIn } from './templates.ts'

/** The names are long ones, so that what does not fit shows. */
export function previewOf(key: TemplateKey, source: TemplateSource, officeName: string): TemplatePreview {
  const { purpose, channel, locale } = key
  const request = {
    template: templateOf(purpose),
    channel,
    locale,
    office: officeName,
    params: exampleParams(purpose, locale),
  }
  const written = writtenIn(source, key, request)
  return { problems: problemsOf(key, source), ...written, sms: channel === 'sms' ? smsSizeOf(written.text) : null }
}

const examplePaidAtMs = Date.UTC(2026, 10, 21, 10, 30)

function exampleParams(purpose: MessagePurpose, locale: Locale): TemplateParams {
  const { name, amount, answer } = wordsByLocale[locale].example
  const codePurpose = purpose.replace(/^code_/, '')
  return {
    name,
    code: '482913',
    reference: 'K7',
    minutes: Object.hasOwn(policies, codePurpose) ? policies[codePurpose as Purpose].validMs / 60_000 : 0,
    purpose: codePurpose,
    receiptNo: 'A1-000042',
    amount,
    date: dateTimeText(examplePaidAtMs, locale, 'UTC'),
    ticketNo: 'T-17',
    answer,
  }
}
