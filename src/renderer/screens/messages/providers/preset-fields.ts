/** Which fields a person needs for each kind of provider, and which stand under "More". */
import type { FieldName, Preset } from './provider-draft.ts'

const smtpFields: readonly FieldName[] = ['name', 'host', 'port', 'security', 'user', 'secret', 'from']

const first: Readonly<Record<Preset, readonly FieldName[]>> = {
  gmail: ['user', 'secret'],
  office365: ['user', 'secret'],
  sendgrid: ['secret', 'from'],
  ses: ['host', 'user', 'secret', 'from'],
  smtp: ['host', 'port', 'security', 'user', 'secret', 'from'],
  twilio: ['accountSid', 'secret', 'phoneNumber'],
  kavenegar: ['secret', 'sender'],
}

const all: Readonly<Record<Preset, readonly FieldName[]>> = {
  gmail: smtpFields,
  office365: smtpFields,
  sendgrid: smtpFields,
  ses: smtpFields,
  smtp: smtpFields,
  twilio: [
    'name',
    'accountSid',
    'secret',
    'phoneNumber',
    'messagingServiceSid',
    'whatsappNumber',
    'whatsappContentSid',
    'statusCallback',
    'lowBalance',
  ],
  kavenegar: ['name', 'secret', 'sender', 'codeTemplate', 'lowBalance'],
}

export const firstFields = (preset: Preset): readonly FieldName[] => first[preset]

export const moreFields = (preset: Preset): readonly FieldName[] =>
  all[preset].filter((field) => !first[preset].includes(field))
