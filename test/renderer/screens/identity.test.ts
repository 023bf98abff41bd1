import { describe, expect, it } from 'vitest'
import type { Challenge } from '../../../src/contract/verification.ts'
import { createAppCodeModel } from '../../../src/renderer/screens/identity/app-code-view-model.ts'
import { createAuthenticatorModel } from '../../../src/renderer/screens/identity/authenticator-view-model.ts'
import { createContactChangeModel } from '../../../src/renderer/screens/identity/contact-change-view-model.ts'
import { createRegisterModel } from '../../../src/renderer/screens/kiosk-register/register-view-model.ts'
import { appWith } from '../../support/authenticator.ts'
import { openVisit, type ScreenClient, screenClient } from '../../support/screens-client.ts'

function newcomer({ client }: ScreenClient) {
  const sent: Challenge[] = []
  const store = createRegisterModel({
    ask: (registrant) => client.identity.register(registrant),
    channels: ['email', 'sms'],
    locale: () => 'en',
    draft: null,
    onSent: (challenge) => sent.push(challenge),
  })
  return { sent, model: () => store.getState() }
}

describe('registering at the kiosk', () => {
  it('asks one question at a time, goes back, and sends once however often it is pressed', async () => {
    const { sent, model } = newcomer(await screenClient('kiosk'))
    await model().next()
    expect(model().step).toBe('name')
    model().type('name', 'Meera Rao')
    for (const step of ['address', 'ward', 'by_what']) {
      await model().next()
      expect(model().step).toBe(step)
    }
    expect(model().back()).toBe(true)
    await model().next()
    model().choose('email')
    model().type('contact', 'meera@')
    await model().next()
    expect(model().step).toBe('contact')
    model().type('contact', 'meera@example.com')
    await Promise.all([model().next(), model().next(), model().next()])
    expect(sent).toHaveLength(1)
  })

  it('keeps what was typed where the answer was lost', async () => {
    const screen = await screenClient('kiosk')
    const { model, sent } = newcomer(screen)
    model().type('name', 'Meera Rao')
    model().choose('email')
    model().type('contact', 'meera@example.com')
    screen.network.loseAnswers('/identity/register', 1)
    await model().send()
    expect(model()).toMatchObject({ fault: { kind: 'problem' }, busy: false, draft: { contact: 'meera@example.com' } })
    await model().send()
    expect(sent[0]?.already).toBe(true)
  })
})

describe('an authenticator app on screen', () => {
  it('shows its key until the first right code, the recovery codes once, and then neither', async () => {
    const screen = await screenClient('staff')
    const visitId = await openVisit(screen)
    const store = createAuthenticatorModel(screen.client, visitId)
    const model = () => store.getState()
    await model().load()
    await model().enrol()
    const { state } = model()
    if (state.step !== 'enrolling') throw new Error(state.step)
    model().type('000000')
    await model().confirm()
    expect(model().state).toMatchObject({ step: 'enrolling', wrong: true })
    model().type(appWith(state.key)(screen.office.app.officeData.clock.now()))
    await model().confirm()
    expect(model().state).toMatchObject({ step: 'codes' })
    await model().load()
    expect(JSON.stringify(model())).not.toContain(state.key)
    expect(model().state).toMatchObject({ step: 'shown', recoveryLeft: 10 })
  })

  it('opens the visit of a recovery code at the desk, and forgets a wrong one', async () => {
    const screen = await screenClient('staff')
    const { client, customerId } = screen
    const visitId = await openVisit(screen)
    const { key } = await client.identity.enrolApp({ visitId })
    const code = appWith(key)(screen.office.app.officeData.clock.now())
    const done = await client.identity.confirmApp({ visitId, code })
    if (done.outcome !== 'done') throw new Error(done.outcome)
    const visits: string[] = []
    const store = createAppCodeModel(
      (typed) => client.identity.verifyCustomerByApp({ customerId, code: typed }),
      (opened) => visits.push(opened),
    )
    store.getState().type('123456')
    await store.getState().submit()
    expect(store.getState()).toMatchObject({ code: '', refusal: { outcome: 'wrong', triesLeft: 4 } })
    store.getState().type(done.recoveryCodes[0] ?? '')
    await Promise.all([store.getState().submit(), store.getState().submit()])
    expect(visits).toHaveLength(1)
  })
})

describe('changing a contact on screen', () => {
  it('asks for the old contact’s code, then the new one’s, and tells when it is done', async () => {
    const screen = await screenClient('staff')
    const visitId = await openVisit(screen)
    let changed = 0
    const store = createContactChangeModel(screen.client, visitId, () => {
      changed += 1
    })
    const model = () => store.getState()
    model().change(screen.contactId('email'))
    model().type('not a contact')
    await model().begin()
    expect(model().fault).toEqual({ kind: 'not_begun', reason: 'malformed' })
    model().type('new@example.com')
    await model().begin()
    for (const sentTo of ['customer1@example.com', 'new@example.com']) {
      expect(model().state).toMatchObject({ step: 'proving', challenge: { sentTo } })
      model().type(await screen.office.lastCode())
      await model().prove()
    }
    expect(model().state).toEqual({ step: 'list', changed: true })
    expect(changed).toBe(1)
  })
})
