import { describe, expect, it } from 'vitest'
import type { TriedProvider } from '../../../src/contract/verification.ts'
import { triedSteps } from '../../../src/renderer/screens/desk-verify/tried-steps.ts'

const tried = (
  providerName: string,
  result: TriedProvider['result'],
  failure: TriedProvider['failure'] = null,
  durationMs = 5_000,
): TriedProvider => ({ providerName, result, failure, words: null, atMs: durationMs, durationMs })

describe('what was tried', () => {
  it('says nothing where the first provider took it, or the only one refused it', () => {
    expect(triedSteps({ tried: [tried('Twilio', 'taken')], final: false })).toEqual([])
    expect(triedSteps({ tried: [tried('Mail', 'refused', 'address_refused')], final: true })).toEqual([])
    expect(triedSteps({ tried: [], final: false })).toEqual([])
  })

  it('tells which provider failed and which took it', () => {
    const steps = triedSteps({
      tried: [tried('Kavenegar', 'retry', 'timed_out'), tried('Twilio', 'taken', null, 400)],
      final: true,
    })
    expect(steps).toMatchObject([
      { providerName: 'Kavenegar', word: 'timed_out', times: 1, durationMs: 5_000 },
      { providerName: 'Twilio', word: 'taken', times: 1, durationMs: 400 },
    ])
  })

  it('counts the same failure of the same provider as one step', () => {
    const steps = triedSteps({
      tried: [
        tried('Mail', 'retry', 'unreachable'),
        tried('Mail', 'retry', 'certificate'),
        tried('Mail', 'retry', 'unreachable', 300),
      ],
      final: false,
    })
    expect(steps).toMatchObject([
      { word: 'unreachable', times: 2, durationMs: 300 },
      { word: 'other', times: 1 },
    ])
  })

  it('shows a lone failure while another try is to come', () => {
    expect(triedSteps({ tried: [tried('Mail', 'retry', 'rate_limited')], final: false })).toHaveLength(1)
  })
})
