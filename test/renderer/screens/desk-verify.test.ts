import { describe, expect, it, onTestFinished } from 'vitest'
import { createVerifyModel } from '../../../src/renderer/screens/desk-verify/verify-view-model.ts'
import { type ScreenClient, screenClient } from '../../support/screens-client.ts'
import { wrongCode } from '../../support/screens-desk.ts'

/** The code was sent by mail; the panel waits for it. */
async function panel({ client, customerId, contactId }: ScreenClient) {
  const email = contactId('email')
  const sent = await client.verification.start({ customerId, contactId: email, channel: 'email' })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const visits: string[] = []
  const challenges: string[] = []
  const verify = createVerifyModel(
    { client, after: () => () => {} },
    { customerId, contactId: email, challenge: sent.challenge },
    {
      onVerified: (visitId) => visits.push(visitId),
      onChallenge: (_contactId, { challengeId }) => challenges.push(challengeId),
    },
  )
  onTestFinished(() => verify.getState().dispose())
  const enter = async (code: string): Promise<void> => {
    verify.getState().type(code)
    await verify.getState().submit()
  }
  return { verify, enter, visits, challenges }
}

describe('reading a code back at the desk', () => {
  it('opens the visit for the right code and tells it once', async () => {
    const screen = await screenClient('staff')
    const { verify, enter, visits } = await panel(screen)
    await enter(await screen.office.lastCode())
    expect(verify.getState().state.kind).toBe('done')
    expect(visits).toHaveLength(1)
    await verify.getState().submit()
    expect(visits).toHaveLength(1)
  })

  it('counts wrong codes down, then is a dead end that still offers a new code', async () => {
    const screen = await screenClient('staff')
    const { verify, enter } = await panel(screen)
    const wrong = wrongCode(await screen.office.lastCode())
    for (const left of [4, 3, 2, 1]) {
      await enter(wrong)
      expect(verify.getState()).toMatchObject({ state: { kind: 'entering', wrong: true }, triesLeft: left, code: '' })
    }
    await enter(wrong)
    expect(verify.getState().state).toMatchObject({ kind: 'refused', outcome: { outcome: 'too_many_tries' } })
    await verify.getState().resend()
    expect(verify.getState().refusal?.reason).toBe('locked')
  })

  it('follows the message until the provider has it', async () => {
    const screen = await screenClient('staff')
    const { verify } = await panel(screen)
    verify.getState().follow()
    await expect.poll(() => verify.getState().delivery).toMatchObject({ status: 'taken', provider: 'dev-inbox' })
  })

  it('starts afresh by another way, and the first code is superseded', async () => {
    const screen = await screenClient('staff')
    const { verify, enter, visits, challenges } = await panel(screen)
    const first = await screen.office.lastCode()
    await enter(wrongCode(first))
    await verify.getState().sendInstead({ contactId: screen.contactId('phone'), channel: 'sms' })
    expect(challenges).toHaveLength(1)
    expect(verify.getState()).toMatchObject({
      state: { kind: 'entering', wrong: false },
      challenge: { channel: 'sms' },
    })
    await enter(await screen.office.lastCode())
    expect(visits).toHaveLength(1)
  })

  it('keeps the code typed where its answer was lost', async () => {
    const screen = await screenClient('staff')
    const { verify, enter } = await panel(screen)
    const wrong = wrongCode(await screen.office.lastCode())
    screen.network.loseAnswers('/verification/verify', 1)
    await enter(wrong)
    expect(verify.getState()).toMatchObject({
      code: wrong,
      failure: { kind: 'unreachable' },
      state: { kind: 'entering' },
    })
  })
})
