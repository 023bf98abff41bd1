import { expect, it } from 'vitest'
import { createAutoLock } from '../../../src/renderer/screens/desk/auto-lock.ts'
import { createForgottenStore } from '../../../src/renderer/screens/sign-in/forgotten-view-model.ts'
import { createSignInStore } from '../../../src/renderer/screens/sign-in/sign-in-view-model.ts'
import { passwordOf } from '../../support/office.ts'
import { screenClient } from '../../support/screens-client.ts'

async function door() {
  const screen = await screenClient('kiosk')
  let signedIn = 0
  const onSignedIn = () => {
    signedIn += 1
  }
  const store = createSignInStore({ client: screen.client, locale: () => 'en', onSignedIn })
  const type = async (secret: string) => {
    store.getState().type(secret)
    await store.getState().submit()
    return store.getState()
  }
  return { ...screen, store, type, signedIn: () => signedIn }
}

it('signing in forgets the password it was given, right or wrong, and stops at the lock', async () => {
  const { store, type, signedIn } = await door()
  expect((await type('no name yet')).refusal).toBeNull()
  store.getState().typeName(' Asha Naidu ')
  expect(await type('a guess')).toMatchObject({ secret: '', refusal: { kind: 'wrong', triesLeft: 4 } })
  for (let nth = 0; nth < 4; nth += 1) await type('a guess')
  expect(store.getState().refusal?.kind).toBe('locked')
  store.getState().type(passwordOf('7391'))
  expect(store.getState().secret).toBe('')
  expect(signedIn()).toBe(0)
})

it('a second factor is asked for where there is one, its code sent at once, a wrong one told with the tries left', async () => {
  const { office, store, type, signedIn } = await door()
  office.app.officeData.db.prepare("UPDATE staff SET email = 'asha@example.com'").run()
  store.getState().typeName('Asha Naidu')
  expect((await type(passwordOf('7391'))).at).toMatchObject({
    step: 'factor',
    way: { kind: 'email', to: 'a***@example.com' },
    sent: { channel: 'email' },
  })
  const code = await office.lastCode()
  const wrong = code === '000000' ? '000001' : '000000'
  expect((await type(wrong)).refusal).toEqual({ kind: 'wrong', triesLeft: 4 })
  expect(signedIn()).toBe(0)
  await type(code)
  expect(signedIn()).toBe(1)
})

it('a first code that is refused says until when, and one whose answer was lost can be asked for anew', async () => {
  const { office, network, store, type } = await door()
  office.app.officeData.db.prepare("UPDATE staff SET email = 'asha@example.com'").run()
  const begin = async () => {
    store.getState().back()
    store.getState().typeName('Asha Naidu')
    return type(passwordOf('7391'))
  }
  network.loseAnswers('signIn/sendCode', 1)
  expect(await begin()).toMatchObject({ at: { step: 'factor', sent: null }, refusal: { kind: 'problem' } })
  await store.getState().sendAgain()
  expect(store.getState()).toMatchObject({ at: { step: 'factor', sent: { channel: 'email' } }, refusal: null })
  for (let nth = 0; nth < 12 && store.getState().refusal === null; nth += 1) {
    office.time.pass(11 * 60_000)
    await begin()
  }
  const { at, refusal } = store.getState()
  expect(at).toMatchObject({ step: 'factor', sent: null, ways: [{ kind: 'email' }] })
  expect(refusal).toMatchObject({ kind: 'not_sent', reason: 'contact_limit' })
  expect(refusal?.kind === 'not_sent' && refusal.retryAtMs).toBeGreaterThan(office.time.wallMs())
})

it('a forgotten password goes from contact to code to the new one, and a lost answer says so', async () => {
  const { office, client, network } = await screenClient('kiosk')
  office.app.officeData.db.prepare("UPDATE staff SET email = 'asha@example.com'").run()
  const store = createForgottenStore(client, 'email', () => 'en')
  const submit = async () => {
    await store.getState().submit()
    return store.getState()
  }
  store.getState().typeContact('not a contact at all')
  expect((await submit()).refusal).toEqual({ kind: 'not_sent', reason: 'malformed', retryAtMs: null })
  store.getState().typeContact('asha@example.com')
  network.loseAnswers('signIn/forgot', 1)
  expect((await submit()).refusal).toMatchObject({ kind: 'problem', problem: { kind: 'unreachable' } })
  expect((await submit()).at.step).toBe('code')
  store.getState().type(await office.lastCode())
  expect((await submit()).at.step).toBe('password')
  store.getState().type('password1')
  expect((await submit()).refusal).toEqual({ kind: 'weak' })
  store.getState().type('quiet harbour lantern')
  expect((await submit()).at).toEqual({ step: 'done' })
})

it('a proof that is over leads back to asking for a code, and says why; the password typed is gone', async () => {
  const { office, client } = await screenClient('kiosk')
  office.app.officeData.db.prepare("UPDATE staff SET email = 'asha@example.com'").run()
  const store = createForgottenStore(client, 'email', () => 'en')
  store.getState().typeContact('asha@example.com')
  await store.getState().submit()
  store.getState().type(await office.lastCode())
  await store.getState().submit()
  expect(store.getState().at.step).toBe('password')
  office.time.pass(21 * 60_000)
  store.getState().type('quiet harbour lantern')
  await store.getState().submit()
  expect(store.getState()).toMatchObject({
    at: { step: 'contact' },
    secret: '',
    busy: false,
    refusal: { kind: 'over' },
  })
  await store.getState().submit()
  expect(store.getState()).toMatchObject({ at: { step: 'code' }, refusal: null })
})

it('a desk is due to lock after the set time without a touch, and tells of touches now and then only', () => {
  let nowMs = 0
  const lock = createAutoLock(() => nowMs, 300_000)
  nowMs = 5_000
  expect(lock.activity()).toBe(false)
  nowMs = 20_000
  expect([lock.activity(), lock.activity()]).toEqual([true, false])
  nowMs = 319_999
  expect(lock.due()).toBe(false)
  nowMs = 320_000
  expect(lock.due()).toBe(true)
  lock.elsewhere()
  expect(lock.due()).toBe(false)
})
