import { describe, expect, it } from 'vitest'
import { createKioskFlow } from '../../../src/renderer/screens/kiosk/kiosk-flow.ts'
import { type ScreenClient, screenClient } from '../../support/screens-client.ts'

/** A kiosk with its visitor's code just sent; counts how often it forgot and greeted. */
async function kiosk({ client }: ScreenClient) {
  const seen = { forgot: 0, greeted: 0 }
  const flow = createKioskFlow({
    client,
    forget: () => {
      seen.forgot += 1
    },
    greet: () => {
      seen.greeted += 1
    },
  })
  const sent = await client.verification.identify({
    identifier: 'customer1@example.com',
    channel: 'email',
    locale: 'en',
  })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  flow.getState().go({ at: 'verify', challenge: sent.challenge })
  return { flow, seen, challengeId: sent.challenge.challengeId }
}

/** Past the code, at home in the visit. */
async function inVisit(screen: ScreenClient) {
  const { flow, seen, challengeId } = await kiosk(screen)
  const code = await screen.office.lastCode()
  const verified = await screen.client.verification.verify({ challengeId, code })
  if (verified.outcome !== 'verified') throw new Error(verified.outcome)
  const { visitId } = verified
  flow.getState().go({ at: 'visit', visitId, page: { at: 'home' } })
  return { flow, seen, visitId }
}

const refusalOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'none',
    (error: Error) => error.message,
  )

describe('where the person at the kiosk is', () => {
  it('goes from a finished visit to the goodbye, and the host ends the visit', async () => {
    const screen = await screenClient('kiosk')
    const { flow, seen, visitId } = await inVisit(screen)
    flow.getState().end('finished')
    expect(flow.getState()).toMatchObject({ step: { at: 'goodbye' }, run: 1 })
    expect(seen).toEqual({ forgot: 1, greeted: 0 })
    await expect.poll(() => refusalOf(screen.client.visits.get({ visitId }))).toBe('VISIT_CLOSED')
    flow.getState().go({ at: 'welcome' })
    expect(seen.greeted).toBe(1)
  })

  it('goes from an abandoned visit straight to the welcome, in the office’s language', async () => {
    const screen = await screenClient('kiosk')
    const { flow, seen, visitId } = await inVisit(screen)
    flow.getState().end('idle')
    expect(flow.getState().step).toEqual({ at: 'welcome' })
    expect(seen).toEqual({ forgot: 1, greeted: 1 })
    await expect.poll(() => refusalOf(screen.client.visits.get({ visitId }))).toBe('VISIT_CLOSED')
  })

  it('ends the code of someone who walks away before reading it back', async () => {
    const screen = await screenClient('kiosk')
    const { flow, challengeId } = await kiosk(screen)
    const code = await screen.office.lastCode()
    flow.getState().end('idle')
    expect(flow.getState().step).toEqual({ at: 'welcome' })
    await expect
      .poll(async () => (await screen.client.verification.verify({ challengeId, code })).outcome)
      .toBe('nothing_asked')
  })

  it('forgets the visit that the host has closed, and no other one', async () => {
    const screen = await screenClient('kiosk')
    const { flow, seen, visitId } = await inVisit(screen)
    flow.getState().closed('0199a000-0000-7000-8000-000000000000')
    expect(flow.getState().step).toMatchObject({ at: 'visit', visitId })
    flow.getState().closed(visitId)
    expect(flow.getState().step).toEqual({ at: 'welcome' })
    expect(seen.forgot).toBe(1)
  })

  it('opens pages inside a visit only', async () => {
    const screen = await screenClient('kiosk')
    const { flow } = await kiosk(screen)
    flow.getState().open({ at: 'bills' })
    expect(flow.getState().step.at).toBe('verify')
  })
})
