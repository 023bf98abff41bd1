import { describe, expect, it } from 'vitest'
import { seenDocument } from '../../../src/contract/verification.ts'
import {
  createVouchModel,
  mayBeVouched,
  seenDocuments,
} from '../../../src/renderer/screens/desk-vouch/vouch-view-model.ts'
import { screenClient } from '../../support/screens-client.ts'

/** The dialog is open and filled but for the PIN; a supervisor stands beside the clerk. */
async function dialog(who: 'staff' | 'kiosk' = 'staff') {
  const screen = await screenClient(who)
  const ravi = await screen.office.addStaff({ name: 'Ravi Iyer', role: 'supervisor', pin: '6058' })
  const visits: string[] = []
  const vouch = createVouchModel({ client: screen.client }, screen.customerId, (visitId) => visits.push(visitId))
  const model = () => vouch.getState()
  model().open()
  model().explain('  No network since nine ')
  model().see('passport')
  model().choose(ravi.staffId)
  const approve = async (pin: string): Promise<void> => {
    model().typePin(pin)
    await model().confirm()
  }
  return { ...screen, model, approve, visits, approverId: ravi.staffId }
}

describe('verifying without a code at the desk', () => {
  it('opens the visit once, however often it is pressed, and forgets what was typed', async () => {
    const { client, model, visits } = await dialog()
    model().typePin('6058')
    await Promise.all([model().confirm(), model().confirm(), model().confirm()])
    expect(visits).toHaveLength(1)
    expect(model()).toMatchObject({
      state: { kind: 'closed' },
      reason: '',
      documentSeen: null,
      approverId: null,
      pin: '',
    })
    expect(await client.visits.get({ visitId: visits[0] ?? '' })).toMatchObject({ verifiedBy: 'staff' })
    expect((await client.session.current()).openVisits).toHaveLength(1)
  })

  it('waits until reason, document, second person and PIN are there', async () => {
    const { model, visits, approverId } = await dialog()
    model().typePin('6058')
    const whole = model()
    expect(mayBeVouched(whole)).toBe(true)
    for (const missing of [{ reason: '  ' }, { documentSeen: null }, { approverId: null }, { pin: '60' }])
      expect(mayBeVouched({ ...whole, ...missing })).toBe(false)
    model().explain(' ')
    await model().confirm()
    expect(model().state).toMatchObject({ kind: 'asking', busy: false })
    model().explain('Lost phone')
    model().choose(approverId)
    expect(model().pin).toBe('')
    expect(visits).toEqual([])
  })

  it('takes the wrong PIN away, keeps the rest, and counts down to the lock', async () => {
    const { model, approve, visits } = await dialog()
    for (const triesLeft of [4, 3, 2, 1]) {
      await approve('9999')
      expect(model()).toMatchObject({
        state: { refusal: { outcome: 'wrong', triesLeft } },
        pin: '',
        documentSeen: 'passport',
      })
    }
    await approve('9999')
    expect(model().state).toMatchObject({ refusal: { outcome: 'locked' } })
    await approve('6058')
    expect(model().state).toMatchObject({ refusal: { outcome: 'locked' } })
    model().explain('Another reason')
    expect(model().state).toMatchObject({ kind: 'asking', refusal: null })
    expect(visits).toEqual([])
  })

  it('says when it happened too often, and from when it may again', async () => {
    const { model, approve, visits, office } = await dialog()
    const { staffId } = office.app.staff.list().find(({ role }) => role === 'supervisor') ?? {}
    for (let nth = 0; nth < 6; nth += 1) {
      model().open()
      model().explain('No network')
      model().see('bill')
      model().choose(staffId ?? null)
      await approve('6058')
    }
    expect(visits).toHaveLength(5)
    expect(model().state).toMatchObject({
      refusal: { outcome: 'refused', reason: 'too_many', retryAtMs: office.app.officeData.clock.now() + 3_600_000 },
    })
  })

  it('keeps all but the PIN where the answer was lost, and is not closed while it waits', async () => {
    const { client, model, network, visits } = await dialog()
    network.loseAnswers('/verification/vouch', 1)
    model().typePin('6058')
    const answer = model().confirm()
    model().close()
    expect(model().state).toMatchObject({ kind: 'asking', busy: true })
    await answer
    expect(model()).toMatchObject({
      state: { kind: 'asking', busy: false, failure: { kind: 'unreachable' } },
      reason: '  No network since nine ',
      pin: '',
    })
    expect(visits).toEqual([])
    // The desk offers this one before anyone asks again.
    expect((await client.session.current()).openVisits).toHaveLength(1)
    model().close()
    expect(model()).toMatchObject({ state: { kind: 'closed' }, reason: '' })
  })

  it('is refused where nobody is signed in', async () => {
    const { model, approve, visits, office } = await dialog('kiosk')
    await approve('6058')
    expect(model().state).toMatchObject({ failure: { kind: 'forbidden' } })
    expect(visits).toEqual([])
    const pins = office.app.officeData.db.prepare(`SELECT count(*) AS n FROM audit WHERE action = 'staff.pin'`).get()
    expect(pins).toEqual({ n: 0 })
  })

  it('offers every document that the office knows', () => {
    expect([...seenDocuments].sort()).toEqual([...seenDocument.options].sort())
  })
})
