import { describe, expect, it } from 'vitest'
import type { ProviderView, Route } from '../../../src/contract/providers.ts'
import {
  createProvidersModel,
  routesWith,
} from '../../../src/renderer/screens/messages/providers/providers-view-model.ts'

const view = (providerId: string, kind: ProviderView['kind']): ProviderView => ({
  providerId,
  name: providerId,
  kind,
  source: 'screen',
  settings: null,
  channels: ['sms'],
  secret: 'stored',
  circuit: 'closed',
  retryAtMs: null,
})

const route: Route = { channel: 'sms', prefix: '+98', providerIds: ['kavenegar', 'twilio'] }

async function model(fails = false) {
  let left = [view('dev-inbox', 'dev-inbox'), view('kavenegar', 'kavenegar'), view('twilio', 'twilio')]
  let changes = 0
  const store = createProvidersModel(
    {
      client: {
        providers: {
          list: async () => ({ providers: left, secretsIn: 'key_file' }),
          routes: async () => ({ routes: [route] }),
          remove: async ({ providerId }) => {
            if (fails) throw new TypeError('the connection was reset')
            left = left.filter((each) => each.providerId !== providerId)
            return { outcome: 'done' }
          },
        },
      },
    },
    () => {
      changes += 1
    },
  )
  await store.getState().load()
  const names = () => {
    const { state } = store.getState()
    return state.kind === 'shown' ? state.providers.map(({ name }) => name) : []
  }
  return { store, names, changes: () => changes }
}

describe('the providers of the office', () => {
  it('are the real ones; the drawer on screen is none', async () => {
    expect((await model()).names()).toEqual(['kavenegar', 'twilio'])
  })

  it('lose one after a question that names its routes, and the office hears of it', async () => {
    const { store, names, changes } = await model()
    expect(routesWith([route], 'twilio')).toEqual([route])
    expect(routesWith([route], 'gmail')).toEqual([])
    store.getState().askRemove(view('twilio', 'twilio'))
    expect(names()).toEqual(['kavenegar', 'twilio'])
    await store.getState().remove()
    expect(names()).toEqual(['kavenegar'])
    expect(changes()).toBe(1)
    expect(store.getState()).toMatchObject({
      removing: { kind: 'none' },
      place: { kind: 'list', notice: { what: 'removed', name: 'twilio' } },
    })
  })

  it('keep one where no answer came, and say so in the question', async () => {
    const { store, names } = await model(true)
    store.getState().askRemove(view('twilio', 'twilio'))
    await store.getState().remove()
    expect(names()).toEqual(['kavenegar', 'twilio'])
    expect(store.getState().removing).toMatchObject({ kind: 'asking', failure: { kind: 'unreachable' } })
  })
})
