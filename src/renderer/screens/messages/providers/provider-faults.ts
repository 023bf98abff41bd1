/** What can't be right in a typed provider: the contract's own bounds, heard of before the office is asked. */
import { asciiDigits } from '../../../ui/digits.ts'
import { parseMicros } from '../micros.ts'
import { firstFields, moreFields } from './preset-fields.ts'
import { type FieldName, type ProviderDraft, phoneText } from './provider-draft.ts'

/** `malformed` has words for each field; `no_sender`: nothing is given that messages could come from. */
export type FieldFault = 'missing' | 'malformed' | 'no_sender'
export type Faults = Readonly<Partial<Record<FieldName, FieldFault>>>

const e164 = /^\+[1-9]\d{6,14}$/
const senderName = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/

/** Whether what is typed can be right. Empty fields are not asked. */
const rightly: Readonly<Partial<Record<FieldName, (text: string) => boolean>>> = {
  // REGION stands in Amazon's address until someone puts in theirs.
  host: (text) => /^[\w.:-]{1,253}$/.test(text) && !text.includes('REGION'),
  port: (text) => /^\d{1,5}$/.test(asciiDigits(text)) && within(Number(asciiDigits(text)), 1, 65_535),
  from: (text) => /^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/.test(text),
  accountSid: (text) => /^AC[0-9a-zA-Z]{32}$/.test(text),
  phoneNumber: (text) => e164.test(phoneText(text)) || senderName.test(text),
  messagingServiceSid: (text) => /^MG[0-9a-zA-Z]{32}$/.test(text),
  whatsappNumber: (text) => e164.test(phoneText(text)),
  whatsappContentSid: (text) => /^HX[0-9a-zA-Z]{32}$/.test(text),
  statusCallback: (text) => text.startsWith('https://') && URL.canParse(text),
  sender: (text) => /^\+?\d{3,20}$/.test(phoneText(text)),
  codeTemplate: (text) => /^[\w-]{1,60}$/.test(text),
  lowBalance: (text) => parseMicros(text).outcome === 'done',
}

const within = (value: number, min: number, max: number) => value >= min && value <= max

const always: readonly FieldName[] = ['name', 'host', 'port', 'from', 'accountSid']

function isNeeded(field: FieldName, { preset, fields }: ProviderDraft, secretStored: boolean): boolean {
  // A mail server of one's own may want no login at all.
  const mayBeLoginless = preset === 'smtp'
  if (field === 'user') return !mayBeLoginless
  if (field === 'secret') return !secretStored && !(mayBeLoginless && fields.user.trim() === '')
  return always.includes(field)
}

function faultOf(field: FieldName, draft: ProviderDraft, secretStored: boolean): FieldFault | null {
  const text = draft.fields[field].trim()
  if (text === '') return isNeeded(field, draft, secretStored) ? 'missing' : null
  return rightly[field]?.(text) === false ? 'malformed' : null
}

export function faultsOf(draft: ProviderDraft, secretStored: boolean): Faults {
  const { preset, fields } = draft
  const faults: Partial<Record<FieldName, FieldFault>> = {}
  for (const field of [...firstFields(preset), ...moreFields(preset)]) {
    const fault = faultOf(field, draft, secretStored)
    if (fault) faults[field] = fault
  }
  const senders = [fields.phoneNumber, fields.messagingServiceSid, fields.whatsappNumber]
  const sendsFromNowhere = preset === 'twilio' && senders.every((sender) => sender.trim() === '')
  return sendsFromNowhere ? { ...faults, phoneNumber: 'no_sender' } : faults
}
