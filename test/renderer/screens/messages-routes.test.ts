import { describe, expect, it } from 'vitest'
import type { ProviderView, Route } from '../../../src/contract/providers.ts'
import type { Client } from '../../../src/renderer/client/client.ts'
import {
  carriersOf,
  isPrefix,
  moved,
  orderOf,
  prefixRoutes,
} from '../../../src/renderer/screens/messages/routes/route-order.ts'
import { createRoutesModel, sameRoutes } from '../../../src/renderer/screens/messages/routes/routes-view-model.ts'

function provider(
  providerId: string,
  source: ProviderView['source'],
  channels: ProviderView['channels'],
): ProviderView {
  return {
    providerId,
    name: providerId,
    kind: 'twilio',
    source,
    settings: null,
    channels,
    secret: 'stored',
    circuit: 'closed',
    retryAtMs: null,
  }
}

const all = [
  provider('kavenegar', 'screen', ['sms']),
  provider('twilio', 'environment', ['sms', 'whatsapp']),
  provider('backup', 'screen', ['sms']),
  provider('mail', 'environment', ['email']),
]
const sms = { channel: 'sms', prefix: '' } as const
const idsOf = (views: readonly ProviderView[]) => views.map(({ providerId }) => providerId)

type Save = Client['providers']['saveRoutes']

async function routesModel(routes: Route[], answer: Awaited<ReturnType<Save>> = { outcome: 'done' }) {
  const asked: Parameters<Save>[0][] = []
  const store = createRoutesModel({
    client: {
      providers: {
        list: async () => ({ providers: all, secretsIn: 'keychain' }),
        routes: async () => ({ routes }),
        saveRoutes: async (input) => {
          asked.push(input)
          return answer
        },
      },
    },
  })
  await store.getState().load()
  const shown = () => {
    const { state } = store.getState()
    if (state.kind !== 'shown') throw new Error(state.kind)
    return state
  }
  return { store, shown, asked, order: () => idsOf(orderOf(shown().draft, all, sms)) }
}

describe('the order of providers', () => {
  it('is, where nothing is set, every provider that carries the channel, the environment’s first', () => {
    expect(idsOf(carriersOf(all, 'sms'))).toEqual(['twilio', 'kavenegar', 'backup'])
    expect(idsOf(orderOf([], all, { channel: 'sms', prefix: '+98' }))).toEqual(['twilio', 'kavenegar', 'backup'])
    expect(idsOf(carriersOf(all, 'email'))).toEqual(['mail'])
  })

  it('leaves out providers that are gone', () => {
    const route: Route = { ...sms, providerIds: ['gone', 'backup'] }
    expect(idsOf(orderOf([route], all, sms))).toEqual(['backup'])
  })

  it('moves one place, and nowhere at the ends', () => {
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c'])
    expect(moved(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c'])
  })

  it('takes +98 for a prefix and nothing else', () => {
    expect(['+98', '+1', '+998901'].map(isPrefix)).toEqual([true, true, true])
    expect(['98', '+', '+0', '+9989012', 'Iran'].map(isPrefix)).toEqual([false, false, false, false, false])
  })
})

describe('changing routes', () => {
  it('turns the usual order into one of its own by the first move', async () => {
    const { store, shown, order } = await routesModel([])
    store.getState().move(sms, 'kavenegar', -1)
    expect(shown().draft).toEqual([{ ...sms, providerIds: ['kavenegar', 'twilio', 'backup'] }])
    store.getState().exclude(sms, 'backup')
    expect(order()).toEqual(['kavenegar', 'twilio'])
    store.getState().include(sms, 'backup')
    expect(order()).toEqual(['kavenegar', 'twilio', 'backup'])
    store.getState().forget(sms)
    expect(sameRoutes(shown().draft, shown().saved)).toBe(true)
  })

  it('adds a route for a prefix once', async () => {
    const { store, shown } = await routesModel([])
    expect(store.getState().addPrefix('sms', '+98')).toBe(true)
    expect(store.getState().addPrefix('sms', '+98')).toBe(false)
    expect(store.getState().addPrefix('sms', 'Iran')).toBe(false)
    expect(prefixRoutes(shown().draft, 'sms').map(({ prefix }) => prefix)).toEqual(['+98'])
    store.getState().undo()
    expect(shown().draft).toEqual([])
  })

  it('saves all routes as one', async () => {
    const { store, shown, asked } = await routesModel([{ channel: 'email', prefix: '', providerIds: ['mail'] }])
    store.getState().move(sms, 'backup', -1)
    await store.getState().save()
    expect(asked).toEqual([
      {
        routes: [
          { channel: 'email', prefix: '', providerIds: ['mail'] },
          { ...sms, providerIds: ['twilio', 'backup', 'kavenegar'] },
        ],
      },
    ])
    expect(shown()).toMatchObject({ step: { kind: 'saved' } })
    expect(sameRoutes(shown().draft, shown().saved)).toBe(true)
  })

  it('keeps what was changed where the office refuses', async () => {
    const { store, shown, order } = await routesModel([], { outcome: 'refused', reason: 'unknown_provider' })
    store.getState().move(sms, 'kavenegar', -1)
    await store.getState().save()
    expect(shown()).toMatchObject({ step: { kind: 'refused', reason: 'unknown_provider' }, saved: [] })
    expect(order()).toEqual(['kavenegar', 'twilio', 'backup'])
  })
})
