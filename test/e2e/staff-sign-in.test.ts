import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'
import { everythingOn, flowingTime, openScreen, printedPages, sharedBrowser } from '../support/screens.ts'
import { button, codeIn, goTo, searchBox, signIn, signOut, typePassword } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
const better = 'quiet harbour lantern'

async function desk(mayComplainOf?: RegExp) {
  const time = flowingTime()
  const office = testOffice({ time })
  const { address } = await startHost(office)
  await office.addStaff({ name: 'Meera Iyer', role: 'administrator', pin: '7391' })
  const page = await openScreen(browser(), { at: address, time, mayComplainOf })
  const newestText = async (): Promise<string> => {
    await office.app.delivery.idle()
    return office.inbox.messages()[0]?.text ?? ''
  }
  return { time, office, page, newestText }
}

describe('staff', () => {
  it('protect their account with an app and recovery codes, and sign in with either', {
    timeout: 240_000,
  }, async () => {
    const { time, page } = await desk()
    await signIn(page, 'Meera Iyer', '7391')
    await page.getByText('Only your password protects this account').waitFor()
    await look(page, 'staff-urged')
    await button(page, 'Protect it now').click()
    await button(page, 'Authenticator app: Set up').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Your password').fill('not mine')
    await button(dialog, 'Continue').click()
    await dialog.getByText('Name or password is wrong.').waitFor()
    await dialog.getByLabel('Your password').fill(passwordOf('7391'))
    await button(dialog, 'Continue').click()
    await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
    await look(page, 'staff-enrol')
    const secret = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec((await dialog.textContent()) ?? '')?.[0] ?? ''
    const app = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) })
    await dialog.getByRole('textbox', { name: 'Code' }).pressSequentially(app.generate({ timestamp: time.wallMs() }))
    await page.getByText('The authenticator app is on.').waitFor()

    await button(page, 'Recovery codes: Make new codes').click()
    await dialog.getByLabel('Your password').fill(passwordOf('7391'))
    await button(dialog, 'Continue').click()
    await page.getByText('These are shown only this once').waitFor()
    await look(page, 'staff-recovery-codes')
    const [recoveryCode = ''] = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec((await dialog.textContent()) ?? '') ?? []
    await button(dialog, 'Print').click()
    await expect.poll(async () => (await printedPages(page)).join()).toContain(recoveryCode)
    await button(dialog, 'I have kept them').click()
    await page.getByText('10 codes left.').waitFor()
    await look(page, 'staff-account')
    expect(await everythingOn(page)).not.toContain(recoveryCode)
    await signOut(page)

    await typePassword(page, 'Meera Iyer', '7391')
    await page.getByText('Type the code that your authenticator app shows now.').waitFor()
    await look(page, 'staff-factor')
    time.pass(60_000)
    await page.getByRole('textbox', { name: 'Code' }).pressSequentially(app.generate({ timestamp: time.wallMs() }))
    await searchBox(page).waitFor()
    await signOut(page)
    await typePassword(page, 'Meera Iyer', '7391')
    await button(page, 'Recovery code').click()
    await page.getByLabel('Recovery code').fill(recoveryCode.toLowerCase())
    await button(page, 'Sign in').click()
    await searchBox(page).waitFor()
  })

  it('are added with a password for once, choose their own after a mailed code, and get back what they forgot', {
    timeout: 240_000,
  }, async () => {
    // What the desk asks of itself while its session ends is refused.
    const { time, office, page, newestText } = await desk(/403 \(Forbidden\)/)
    await signIn(page, 'Meera Iyer', '7391')
    await goTo(page, 'Staff')
    await button(page, 'Add a person').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Asha Naidu')
    await dialog.getByLabel('E-mail address').fill('asha@example.com')
    await look(page, 'staff-add')
    await button(dialog, 'Save').click()
    await page.getByText('Note the password of Asha Naidu now').waitFor()
    const [given = ''] = /([a-z2-9]{4}-){3}[a-z2-9]{4}/.exec((await dialog.textContent()) ?? '') ?? []
    await look(page, 'staff-password-once')
    await button(dialog, 'I have noted it').click()
    await page.getByText('Chooses a password at the next sign-in').waitFor()
    await button(page, 'Edit Meera Iyer').click()
    await dialog.getByLabel('May sign in').uncheck()
    await button(dialog, 'Save').click()
    await dialog.getByText('The office would be left without an administrator.').waitFor()
    await button(dialog, 'Go back').click()
    await look(page, 'staff-list')
    await signOut(page)

    await typePassword(page, 'Asha Naidu', given)
    await page.getByText('A code is on its way by e-mail to').waitFor()
    await page.getByRole('textbox', { name: 'Code' }).pressSequentially(codeIn(await newestText()))
    await page.getByText('Choose your own password').waitFor()
    await page.getByLabel('New password', { exact: true }).fill(better)
    await page.getByLabel('The new password once more').fill(better)
    await look(page, 'staff-new-password')
    await button(page, 'Sign in').click()
    await searchBox(page).waitFor()
    expect(office.app.staffAccess.sessions.list(null, null)).toMatchObject([{ staffName: 'Asha Naidu', how: 'email' }])
    await signOut(page)

    await button(page, 'I forgot my password').click()
    await page.getByLabel('E-mail address or phone').fill('asha@example.com')
    await look(page, 'staff-forgot')
    time.pass(61_000)
    await button(page, 'Send the code').click()
    await page.getByText('If the office knows this contact, a code is on its way.').waitFor()
    await look(page, 'staff-forgot-code')
    await page.getByRole('textbox', { name: 'Code' }).pressSequentially(codeIn(await newestText()))
    await page.getByLabel('New password', { exact: true }).fill(`${better} again`)
    await page.getByLabel('The new password once more').fill(`${better} again`)
    await button(page, 'Save the new password').click()
    await page.getByText('The new password counts from now on').waitFor()
    expect(await newestText()).toContain('was changed just now')
  })

  it('lock their desk by leaving it, come back with a PIN, and lose a session that is ended elsewhere', {
    timeout: 240_000,
  }, async () => {
    // The browser notes each refusal of a session that ended elsewhere.
    const { office, page } = await desk(/403 \(Forbidden\)/)
    office.app.settings.change({ autoLockMinutes: 5 }, bySystem)
    await signIn(page, 'Meera Iyer', '7391')
    await page.clock.fastForward(5 * 60_000 + 2000)
    await page.getByText('Signed in earlier today').waitFor()
    await look(page, 'staff-locked')
    await button(page, /^Meera Iyer/).click()
    await page.getByLabel('PIN of Meera Iyer').fill('1357')
    await button(page, 'Sign in').click()
    await page.getByText('That PIN is wrong.').waitFor()
    await look(page, 'staff-pin')
    await page.getByLabel('PIN of Meera Iyer').fill('7391')
    await button(page, 'Sign in').click()
    await searchBox(page).waitFor()
    const [session] = office.app.staffAccess.sessions.list(null, null)
    if (session === undefined) throw new Error('nobody is signed in')
    office.app.staffAccess.sessions.endOne(session.sessionId, bySystem, true)
    await goTo(page, 'Staff')
    await page.getByLabel('Name, e-mail or phone').waitFor()
  })
})
