import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { addressOf } from '../../../src/server/rest/address.ts'
import { testOffice } from '../../support/office.ts'
import { bearer, startRest } from '../../support/rest.ts'

const phone = { phone_number: '+919812345678' }
const another = { phone_number: '+919812345679' }
const mail = { email: 'someone@example.org' }
const otp = '/api/v1/usr/otp'
const verify = '/api/v1/usr/otp/verify'

/** A code of as many digits that is not this one. */
const wrongFor = (code: string): string => (code === '000000' ? '000001' : '000000')

describe('sign-in over REST', () => {
  it('sends a code, makes the user at the first right answer, and knows them at the next', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    const asked = await rest.post(otp, { phone_number: '098123 45678' })
    expect([asked.status, asked.body]).toEqual([
      200,
      { ...phone, message: 'A code of 6 digits is on its way.', expires_in: 300 },
    ])
    const first = await rest.post(verify, { ...phone, code: await office.lastCode() })
    const user = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...phone,
      email: null,
      username: null,
      first_name: null,
      last_name: null,
    }
    expect([first.status, first.body]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
        refresh_token: expect.stringMatching(/^[\w-]{43}$/),
        is_new_user: true,
        user,
      },
    ])
    office.time.pass(61_000)
    const second = await rest.signIn(phone)
    expect([second.body.is_new_user, second.body.user]).toEqual([false, first.body.user])
    expect((await rest.get('/api/v1/usr/me', bearer(second))).body).toEqual(first.body.user)
  })

  it('takes a mail address the same way', async () => {
    const rest = await startRest(testOffice())
    const signed = await rest.signIn({ email: 'Someone@Example.org' })
    expect(signed.body).toMatchObject({ is_new_user: true, user: { ...mail, phone_number: null } })
  })

  it('links the user to the one customer who has the proven contact, to none where two have it', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    const { customerId } = office.addCustomer({ phones: [phone.phone_number], emails: [] })
    const linkOf = async (): Promise<unknown> => {
      const { user } = (await rest.signIn(phone)).body as { user: { id: string } }
      return rest.services.users.byId(user.id)?.customer_id
    }
    expect(await linkOf()).toBe(customerId)
    office.addCustomer({ phones: [phone.phone_number], emails: [] })
    office.time.pass(61_000)
    expect(await linkOf()).toBeNull()
  })

  it('says the same to contacts with and without a user or customer, right up to the right code', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    office.addCustomer({ phones: [phone.phone_number], emails: [] })
    await rest.signIn(phone)
    office.time.pass(3 * 60_000)
    const answers = []
    for (const contact of [phone, another]) {
      const asked = await rest.post(otp, contact)
      const wrong = wrongFor(await office.lastCode())
      const refused = [1, 2, 3, 4].map(() => rest.post(verify, { ...contact, code: wrong }))
      const all = [asked, ...(await Promise.all(refused))]
      answers.push(
        all.map(({ status, body, headers }) => [
          status,
          JSON.stringify(body).replaceAll(contact.phone_number, 'PHONE'),
          [...headers.keys()].join(),
        ]),
      )
    }
    expect(answers[0]).toEqual(answers[1])
  })

  it('evaluates at most three of 500 wrong guesses sent at once, and counts on over a new code', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    const code = await rest.codeFor(phone)
    const guesses = Array.from({ length: 501 }, (_, nth) => String(nth).padStart(6, '0')).filter(
      (guess) => guess !== code,
    )
    const answers = await Promise.all(
      guesses.slice(0, 500).map((guess) => rest.post(verify, { ...phone, code: guess })),
    )
    const { db } = office.app.officeData
    const evaluated = () => db.prepare('SELECT count(*) AS n FROM attempt').get()
    expect(evaluated()).toEqual({ n: 3 })
    expect(answers.filter(({ body }) => body.code === 'wrong_code').map(({ body }) => body.attempts_left)).toEqual([
      2, 1,
    ])
    expect(answers.filter(({ body }) => body.code === 'too_many_tries')).toHaveLength(498)
    const dead = await rest.post(verify, { ...phone, code })
    expect([dead.status, dead.body]).toEqual([
      429,
      expect.objectContaining({ code: 'too_many_tries', attempts_left: 0, retry_after: 30 }),
    ])
    expect(dead.headers.get('retry-after')).toBe('30')
    expect((await rest.post(otp, phone)).body).toMatchObject({ code: 'locked', retry_after: 30 })
    expect(evaluated()).toEqual({ n: 3 })
  })

  it('lets one of 50 right answers sent at once in: one session, one user', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    const code = await rest.codeFor(phone)
    const answers = await Promise.all(Array.from({ length: 50 }, () => rest.post(verify, { ...phone, code })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'nothing_asked')).toHaveLength(49)
    const { db } = office.app.officeData
    expect(
      db
        .prepare('SELECT (SELECT count(*) FROM app_user) AS users, (SELECT count(*) FROM app_session) AS sessions')
        .get(),
    ).toEqual({ users: 1, sessions: 1 })
  })

  it('takes no code of another purpose or contact, nor gives its own to the counter', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    office.addCustomer({ phones: [phone.phone_number], emails: [] })
    const kiosk = office.caller()
    const sent = office.app.verification.identify(kiosk, { identifier: phone.phone_number, locale: 'en' })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const visitCode = await office.lastCode()
    expect((await rest.post(verify, { ...phone, code: visitCode })).body.code).toBe('nothing_asked')
    const restCode = await rest.codeFor(phone)
    const { challengeId } = sent.challenge
    expect(office.app.verification.verify(kiosk, { challengeId, code: restCode }).outcome).toBe('wrong')
    expect((await rest.post(verify, { ...another, code: restCode })).body.code).toBe('nothing_asked')
    expect((await rest.post(verify, { ...phone, code: visitCode })).body.code).toBe('wrong_code')
    expect((await rest.post(verify, { ...phone, code: restCode })).status).toBe(200)
  })

  it('binds a code to the address it was asked from: guesses from elsewhere cost nothing', async () => {
    const office = testOffice()
    const { services } = await startRest(office)
    const typed = { kind: 'phone', value: phone.phone_number } as const
    expect(services.signIn.ask('192.0.2.1', typed, null).outcome).toBe('sent')
    const code = await office.lastCode()
    for (let nth = 0; nth < 500; nth += 1)
      expect(services.signIn.verify('198.51.100.7', typed, wrongFor(code))).toEqual({ outcome: 'nothing_asked' })
    expect(services.signIn.verify('192.0.2.1', typed, code).outcome).toBe('signed_in')
  })

  it('locks the contact over REST after wrong codes from its own address, and leaves the counter open to it', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    office.addCustomer({ phones: [phone.phone_number], emails: [] })
    const wrong = wrongFor(await rest.codeFor(phone))
    for (let nth = 0; nth < 3; nth += 1) await rest.post(verify, { ...phone, code: wrong })
    expect((await rest.post(otp, phone)).body.code).toBe('locked')
    const asked = office.app.verification.identify(office.caller(), { identifier: phone.phone_number, locale: 'en' })
    expect(asked.outcome).toBe('sent')
  })

  it('says expired after five minutes, and takes no slip of the finger for a try', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    const code = await rest.codeFor(phone)
    expect((await rest.post(verify, { ...phone, code: '12' })).body).toMatchObject({
      code: 'wrong_code',
      attempts_left: 3,
    })
    office.time.pass(5 * 60_000 + 1)
    expect((await rest.post(verify, { ...phone, code })).body.code).toBe('expired')
  })
})

describe('the limits of sign-in', () => {
  it('refuse a sixth request a minute from one address, across a restart', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    for (let nth = 0; nth < 5; nth += 1)
      expect((await rest.post(otp, { email: `one${nth}@example.org` })).status).toBe(200)
    const sixth = await rest.post(otp, { email: 'six@example.org' })
    expect([sixth.status, sixth.body]).toEqual([
      429,
      expect.objectContaining({ code: 'rate_limited', retry_after: 60 }),
    ])
    expect(sixth.headers.get('retry-after')).toBe('60')
    await office.close()
    const again = await startRest(testOffice({ folder: office.folder, time: office.time, seed: 2 }))
    expect((await again.post(otp, { email: 'six@example.org' })).status).toBe(429)
    office.time.pass(60_001)
    expect((await again.post(otp, { email: 'six@example.org' })).status).toBe(200)
  })

  it('count what is asked again while a code is on its way, and send no second message', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    const answers = await Promise.all(Array.from({ length: 20 }, () => rest.post(otp, mail)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
    await office.lastCode()
    expect(office.inbox.messages()).toHaveLength(1)
  })

  it('send three codes in two minutes to one contact, whoever asks, and leave the day’s last three to the counter', async () => {
    const office = testOffice()
    office.app.settings.change({ limits: { ...office.app.settings.get().limits, officePerMinute: 1_000 } }, bySystem)
    const { services } = await startRest(office)
    const typed = { kind: 'email', value: mail.email } as const
    const ask = (nth: number) => services.signIn.ask(`192.0.2.${nth}`, typed, null)
    expect([1, 2, 3].map((nth) => ask(nth).outcome)).toEqual(['sent', 'sent', 'sent'])
    expect(ask(4)).toMatchObject({ outcome: 'refused', reason: 'contact_limit' })
    for (let nth = 5; nth < 9; nth += 1) {
      office.time.pass(121_000)
      expect(ask(nth).outcome).toBe('sent')
    }
    office.time.pass(121_000)
    expect(ask(10)).toMatchObject({ outcome: 'refused', reason: 'contact_limit' })
    office.addCustomer({ emails: [mail.email], phones: [] })
    const asked = office.app.verification.identify(office.caller(), { identifier: mail.email, locale: 'en' })
    expect(asked.outcome).toBe('sent')
  })

  it('leave the counter half of what the office may send in a minute', async () => {
    const office = testOffice()
    const { services } = await startRest(office)
    const outcomes = Array.from({ length: 40 }, (_, nth) =>
      services.signIn.ask(`192.0.2.${nth}`, { kind: 'email', value: `many${nth}@example.org` }, null),
    )
    expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(30)
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'refused', reason: 'office_limit' })
  })

  it('send no text to a country or a kind of number the office does not serve', async () => {
    const rest = await startRest(testOffice())
    expect((await rest.post(otp, { phone_number: '+14155550123' })).body.code).toBe('contact_not_served')
    expect((await rest.post(otp, { phone_number: 'nobody' })).body.code).toBe('invalid_contact')
  })

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, 'unknown'],
  ])('count %s as %s', (remote, address) => {
    expect(addressOf(remote)).toBe(address)
  })
})
