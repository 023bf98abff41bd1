import { expect, it, onTestFinished } from 'vitest'
import { createAppStore } from '../../src/renderer/app-store.ts'
import { createQueryClient } from '../../src/renderer/client/query-client.ts'
import { shareActivity } from '../../src/renderer/client/shared-activity.ts'
import { forgetListsOfWhoLeft } from '../../src/renderer/forget-lists.ts'
import { passwordOf } from '../support/office.ts'
import { openVisit, screenClient } from '../support/screens-client.ts'

/** A desk with a clerk and an open visit; the store's pauses last until the test lets them end. */
async function desk() {
  const screen = await screenClient('staff')
  await openVisit(screen)
  const pauses: Array<() => void> = []
  let paused: () => void = () => undefined
  const store = createAppStore(screen.client, () => {
    paused()
    return new Promise((resolve) => pauses.push(resolve))
  })
  await store.getState().refresh()
  const session = () => {
    const state = store.getState()
    return state.phase === 'ready' ? state.session : null
  }
  const untilPaused = () =>
    new Promise<void>((resolve) => {
      paused = resolve
    })
  return { ...screen, store, session, untilPaused, goOn: () => pauses.shift()?.() }
}

it('a lock clears the desk before the office answers, and tells it again until it has heard', async () => {
  const { client, network, store, session, untilPaused, goOn, office } = await desk()
  expect(session()).toMatchObject({
    staff: { name: 'Asha Naidu' },
    openVisits: [{ customerName: 'Lakshmi Narayanan' }],
  })
  const { db } = office.app.officeData
  db.pragma('query_only = ON')
  const waits = untilPaused()
  const locking = store.getState().lock()
  expect(session()).toMatchObject({ staff: null, openVisits: [] })
  await waits
  expect((await client.session.current()).staff).toMatchObject({ name: 'Asha Naidu' })
  // Whatever reads the office meanwhile does not bring the desk back.
  await store.getState().refresh()
  expect(session()).toMatchObject({ staff: null, openVisits: [] })
  db.pragma('query_only = OFF')
  network.loseAnswers('session/signOut', 1)
  const again = untilPaused()
  goOn()
  await again
  goOn()
  await locking
  expect((await client.session.current()).staff).toBeNull()
  expect(session()).toMatchObject({ staff: null, openVisits: [] })
})

it('who signs in while the office had not heard of the lock stays signed in', async () => {
  const { client, network, store, session, untilPaused, goOn } = await desk()
  network.loseAnswers('session/signOut', 1)
  const waits = untilPaused()
  const locking = store.getState().lock()
  await waits
  expect((await client.session.signIn({ name: 'Asha Naidu', password: passwordOf('7391') })).outcome).toBe('done')
  await store.getState().welcome()
  expect(session()).toMatchObject({ staff: { name: 'Asha Naidu' } })
  goOn()
  await locking
  expect((await client.session.current()).staff).toMatchObject({ name: 'Asha Naidu' })
})

it('the lists that somebody read are forgotten at their sign-out and at a lock', async () => {
  const { client, store, session } = await desk()
  const queries = createQueryClient()
  onTestFinished(forgetListsOfWhoLeft(store, queries))
  const read = () => queries.fetchQuery({ queryKey: ['staffSessions'], queryFn: () => client.staff.sessions() })
  await read()
  await store.getState().refresh()
  expect(queries.getQueryCache().getAll()).toHaveLength(1)
  await client.session.signOut()
  await store.getState().refresh()
  expect(queries.getQueryCache().getAll()).toEqual([])
  await client.session.signIn({ name: 'Asha Naidu', password: passwordOf('7391') })
  await store.getState().welcome()
  await read()
  const locking = store.getState().lock()
  expect(session()?.staff).toBeNull()
  expect(queries.getQueryCache().getAll()).toEqual([])
  await locking
})

it('windows of one terminal hear of each other’s touches, now and then', async () => {
  let nowMs = 0
  let heard = 0
  let arrived: () => void = () => undefined
  const one = shareActivity(
    () => nowMs,
    () => undefined,
  )
  const other = shareActivity(
    () => nowMs,
    () => {
      heard += 1
      arrived()
    },
  )
  onTestFinished(() => {
    one.close()
    other.close()
  })
  const next = () =>
    new Promise<void>((resolve) => {
      arrived = resolve
    })
  const first = next()
  one.tell()
  one.tell()
  await first
  nowMs = 1000
  const second = next()
  one.tell()
  await second
  expect(heard).toBe(2)
})
