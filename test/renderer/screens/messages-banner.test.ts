import { describe, expect, it } from 'vitest'
import type { Alarm, DeliveryStatus } from '../../../src/contract/delivery.ts'
import { bannerLines } from '../../../src/renderer/screens/desk/banner-lines.ts'
import { createUnsavedModel } from '../../../src/renderer/screens/desk/unsaved-view-model.ts'

type ChannelState = DeliveryStatus['channels'][number]

const works = (channel: ChannelState['channel']): ChannelState => ({
  channel,
  works: true,
  why: null,
  providerName: 'Mail',
  sinceMs: null,
})
const down = (channel: ChannelState['channel'], why: ChannelState['why'] = 'provider_down'): ChannelState => ({
  channel,
  works: false,
  why,
  providerName: 'Twilio',
  sinceMs: 1_000,
})
const alarm = (kind: Alarm['kind'], subject: string): Alarm => ({
  alarmId: `${kind} ${subject}`,
  kind,
  subject,
  count: 1,
  firstAtMs: 1_000,
  lastAtMs: 2_000,
})
const status = (part: Partial<DeliveryStatus>): DeliveryStatus => ({
  network: 'up',
  channels: [works('email'), works('sms')],
  waiting: 0,
  oldestWaitingMs: null,
  alarms: [],
  ...part,
})

describe('what stands above the desk', () => {
  it('is nothing while all is well', () => {
    expect(bannerLines(status({}))).toEqual([])
  })

  it('names the channels that stand still together, and those that work', () => {
    expect(bannerLines(status({ channels: [works('email'), down('sms'), down('whatsapp')] }))).toEqual([
      {
        kind: 'blocked',
        channels: ['sms', 'whatsapp'],
        working: ['email'],
        why: 'provider_down',
        providerName: 'Twilio',
        sinceMs: 1_000,
      },
    ])
  })

  it('keeps different reasons apart', () => {
    const lines = bannerLines(status({ channels: [down('sms', 'daily_limit'), down('whatsapp')] }))
    expect(lines.map((line) => line.kind === 'blocked' && line.why)).toEqual(['daily_limit', 'provider_down'])
  })

  it('says the network once, not for each channel and provider', () => {
    const lines = bannerLines(
      status({
        network: 'down',
        channels: [down('email', 'no_network'), down('sms', 'no_network')],
        alarms: [alarm('provider_down', 'Twilio')],
      }),
    )
    expect(lines).toEqual([{ kind: 'no_network' }])
  })

  it('puts alarms last, and leaves out what a line above says already', () => {
    const lines = bannerLines(
      status({
        channels: [works('email'), down('sms')],
        alarms: [alarm('provider_down', 'Twilio'), alarm('low_balance', 'Kavenegar'), alarm('provider_down', 'Mail')],
      }),
    )
    expect(lines.map((line) => (line.kind === 'alarm' ? line.alarm.subject : line.kind))).toEqual([
      'blocked',
      'Kavenegar',
      'Mail',
    ])
  })
})

describe('leaving something unsaved', () => {
  it('goes at once where nothing would be lost', () => {
    const store = createUnsavedModel()
    let went = 0
    store.getState().leave(() => {
      went += 1
    })
    expect(went).toBe(1)
    expect(store.getState().goingTo).toBeNull()
  })

  it('asks first, and goes only when told to throw it away', () => {
    const store = createUnsavedModel()
    let went = 0
    const go = () => {
      went += 1
    }
    store.getState().mark(true)
    store.getState().leave(go)
    store.getState().stay()
    expect(went).toBe(0)
    store.getState().leave(go)
    store.getState().throwAway()
    expect(went).toBe(1)
    expect(store.getState()).toMatchObject({ unsaved: false, goingTo: null })
  })
})
