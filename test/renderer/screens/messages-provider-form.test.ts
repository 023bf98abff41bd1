import { describe, expect, it } from 'vitest'
import type { Client } from '../../../src/renderer/client/client.ts'
import {
  blankDraft,
  channelsOf,
  draftOf,
  type FieldName,
  type Preset,
  type ProviderDraft,
  settingsOf,
  withField,
} from '../../../src/renderer/screens/messages/providers/provider-draft.ts'
import { faultsOf } from '../../../src/renderer/screens/messages/providers/provider-faults.ts'
import { createProviderFormModel } from '../../../src/renderer/screens/messages/providers/provider-form-view-model.ts'

type Save = Client['providers']['save']
type Saved = Parameters<Save>[0]

const sid = `AC${'a'.repeat(32)}`

function typed(preset: Preset, fields: Partial<Record<FieldName, string>>): ProviderDraft {
  const names = Object.keys(fields) as FieldName[]
  return names.reduce((draft, name) => withField(draft, name, fields[name] ?? ''), blankDraft(preset, 'A provider'))
}

/** A form whose office answers as told. */
function form(draft: ProviderDraft, answer: Awaited<ReturnType<Save>>) {
  const asked: Saved[] = []
  const names: string[] = []
  const save: Save = async (input) => {
    asked.push(input)
    return answer
  }
  const store = createProviderFormModel({ client: { providers: { save } } }, { draft, view: null }, (name) =>
    names.push(name),
  )
  return { store, asked, names }
}

describe('the draft of a provider', () => {
  it('comes with what is the same for every Gmail, and writes from the mailbox it logs in to', () => {
    const draft = typed('gmail', { user: 'desk@gmail.com', secret: 'abcd efgh ijkl mnop' })
    expect(settingsOf(draft)).toMatchObject({
      kind: 'smtp',
      preset: 'gmail',
      host: 'smtp.gmail.com',
      port: 465,
      security: 'tls',
      user: 'desk@gmail.com',
      from: 'desk@gmail.com',
      lowBalanceMicros: null,
    })
    expect(faultsOf(draft, false)).toEqual({})
  })

  it('leaves the sender alone once someone chose another', () => {
    const draft = typed('gmail', { user: 'desk@gmail.com', from: 'bills@town.example', secret: 'x' })
    expect(withField(draft, 'user', 'desk2@gmail.com').fields.from).toBe('bills@town.example')
  })

  it('sends phone numbers without what only helps the eye', () => {
    const draft = typed('twilio', { accountSid: sid, secret: 'x', phoneNumber: '+۱ (555) 123-4567' })
    expect(settingsOf(draft)).toMatchObject({ phoneNumber: '+15551234567' })
    expect(faultsOf(draft, false)).toEqual({})
    expect(settingsOf(typed('twilio', { phoneNumber: 'TOWN HALL' }))).toMatchObject({ phoneNumber: 'TOWN HALL' })
  })

  it('is the same after it was stored and opened again', () => {
    const settings = settingsOf(
      typed('kavenegar', { sender: '10008663', codeTemplate: 'town-code', lowBalance: '50000.5' }),
    )
    expect(settings).toMatchObject({ lowBalanceMicros: 50_000_500_000 })
    expect(settingsOf(draftOf(settings))).toEqual(settings)
  })

  it('knows which channels it would carry', () => {
    expect(channelsOf(typed('gmail', {}))).toEqual(['email'])
    expect(channelsOf(typed('kavenegar', {}))).toEqual(['sms'])
    expect(channelsOf(typed('twilio', { phoneNumber: '+15551234567', whatsappNumber: '+15551234567' }))).toEqual([
      'sms',
      'whatsapp',
    ])
    expect(channelsOf(typed('twilio', { messagingServiceSid: 'MG' }))).toEqual(['sms'])
  })
})

describe('what can’t be right in it', () => {
  it.each<[Preset, Partial<Record<FieldName, string>>, ReturnType<typeof faultsOf>]>([
    ['gmail', {}, { user: 'missing', secret: 'missing', from: 'missing' }],
    ['sendgrid', { secret: 'x', from: 'not an address' }, { from: 'malformed' }],
    ['ses', { user: 'u', secret: 'x', from: 'a@b.example' }, { host: 'malformed' }],
    ['smtp', { host: 'mail.town.example', from: 'Town <a@b.example>' }, {}],
    ['smtp', { host: 'mail.town.example', from: 'a@b.example', user: 'desk' }, { secret: 'missing' }],
    ['smtp', { host: 'mail', from: 'a@b.example', port: '70000' }, { port: 'malformed' }],
    ['twilio', { accountSid: sid, secret: 'x' }, { phoneNumber: 'no_sender' }],
    ['twilio', { accountSid: 'SK1', secret: 'x', whatsappNumber: '+15551234567' }, { accountSid: 'malformed' }],
    [
      'twilio',
      { accountSid: sid, secret: 'x', phoneNumber: '+15551234567', statusCallback: 'http://town.example' },
      { statusCallback: 'malformed' },
    ],
    ['kavenegar', { secret: 'x', lowBalance: 'lots' }, { lowBalance: 'malformed' }],
    ['kavenegar', { secret: 'x', name: ' ' }, { name: 'missing' }],
  ])('of %s %j is %j', (preset, fields, faults) => {
    expect(faultsOf(typed(preset, fields), false)).toEqual(faults)
  })

  it('is not a secret left empty where one is stored', () => {
    expect(faultsOf(typed('gmail', { user: 'desk@gmail.com' }), true)).toEqual({})
  })
})

describe('saving a provider', () => {
  const gmail = typed('gmail', { user: 'desk@gmail.com', secret: 'abcd' })
  const done = { outcome: 'done', providerId: 'gmail' } as const

  it('sends settings and secret, and tells its name', async () => {
    const { store, asked, names } = form(gmail, done)
    await store.getState().save()
    expect(asked).toEqual([{ settings: settingsOf(gmail), secret: 'abcd' }])
    expect(names).toEqual(['A provider'])
  })

  it('asks nobody while a field is wrong, and opens what hides the field', async () => {
    const { store, asked } = form(typed('gmail', { user: 'desk@gmail.com', secret: 'x', port: '0' }), done)
    await store.getState().save()
    expect(asked).toEqual([])
    expect(store.getState()).toMatchObject({ faults: { port: 'malformed' }, more: true })
    store.getState().type('port', '465')
    expect(store.getState().faults.port).toBeUndefined()
  })

  it('says at the field what the office refused', async () => {
    const { store } = form(gmail, { outcome: 'refused', reason: 'malformed', field: 'security' })
    await store.getState().save()
    expect(store.getState()).toMatchObject({
      step: { kind: 'editing' },
      faults: { security: 'malformed' },
      more: true,
    })
    const missing = form(gmail, { outcome: 'refused', reason: 'secret_missing' })
    await missing.store.getState().save()
    expect(missing.store.getState().faults).toEqual({ secret: 'missing' })
  })

  it('keeps what was typed where the secret has no safe place', async () => {
    const { store, names } = form(gmail, { outcome: 'refused', reason: 'secrets_unavailable' })
    await store.getState().save()
    expect(store.getState()).toMatchObject({
      draft: gmail,
      step: { kind: 'refused', reason: 'secrets_unavailable' },
    })
    expect(names).toEqual([])
  })

  it('knows whether anything was typed', () => {
    const { store } = form(gmail, done)
    expect(store.getState().dirty()).toBe(false)
    store.getState().type('name', 'Mail of the town')
    expect(store.getState().dirty()).toBe(true)
    store.getState().type('name', 'A provider')
    expect(store.getState().dirty()).toBe(false)
  })
})
