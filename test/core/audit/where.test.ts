/** What a person does at a screen stands on the trail with the terminal they did it at. */
import { call } from '@orpc/server'
import { Secret, TOTP } from 'otpauth'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CallContext } from '../../../src/api/guard.ts'
import { router } from '../../../src/api/router.ts'
import { transferJobs } from '../../../src/storage/transfers/jobs.ts'
import { workerUrl } from '../../support/host.ts'
import { mailServer } from '../../support/mail-server.ts'
import { migrationsFolder, passwordOf, type TestOffice, testOffice } from '../../support/office.ts'
import { newestCode } from '../../support/staff.ts'

const pin = '73914268'
const password = passwordOf(pin)
const chiefMail = 'meera@example.com'
const template = { purpose: 'code_visit', channel: 'sms', locale: 'en' } as const
const words = { subject: '', heading: '', body: '{reference}: {code} for {office}.' }

interface Desk {
  readonly office: TestOffice
  /** For `call`: what this desk brings with each one. */
  readonly here: { readonly context: CallContext }
  readonly terminalId: string
  readonly staffId: string
}

function deskOf(office: TestOffice) {
  const { terminal } = office.app.terminals.enrol()
  const transfers = transferJobs({ ...office.app.officeData, workerUrl, migrationsFolder })
  onTestFinished(() => transfers.close())
  const context: CallContext = { app: office.app, transfers, session: { terminal, staff: null } }
  return { office, here: { context }, terminalId: terminal.terminalId }
}

/** An administrator, signed in. */
async function desk(): Promise<Desk> {
  const office = testOffice()
  const { staffId } = await office.addStaff({ name: 'Meera Iyer', role: 'administrator', email: chiefMail, pin })
  const at = deskOf(office)
  await call(router.session.signIn, { name: 'Meera Iyer', password }, at.here)
  await call(router.signIn.sendCode, { channel: 'email', locale: 'en' }, at.here)
  await call(router.signIn.answer, { kind: 'email', code: await newestCode(office) }, at.here)
  return { ...at, staffId }
}

async function watchToEnd({ here }: Desk, started: { outcome: string; jobId?: string }): Promise<void> {
  for await (const _progress of await call(router.transfers.watch, { jobId: started.jobId ?? '' }, here));
}

async function importCustomers(at: Desk): Promise<void> {
  const bytes = Buffer.from('account_no,name,email,phone,address,ward,locale,channel\nC-1,Lakshmi,,,,,,\n')
  const upload = { kind: 'customers', fileName: 'people.csv', bytes: bytes.length } as const
  const { uploadId } = await call(router.transfers.openUpload, upload, at.here)
  await call(router.transfers.append, { uploadId, offset: 0, base64: bytes.toString('base64') }, at.here)
  await watchToEnd(at, await call(router.transfers.startImport, { uploadId }, at.here))
}

async function forgetPassword({ office, here }: Desk): Promise<void> {
  office.time.pass(2 * 60_000)
  const sent = await call(router.signIn.forgot, { contact: chiefMail, channel: 'email', locale: 'en' }, here)
  if (sent.outcome !== 'sent') throw new Error(sent.outcome)
  const { challengeId } = sent
  await call(router.signIn.proveContact, { challengeId, code: await newestCode(office) }, here)
  await call(router.signIn.resetPassword, { challengeId, password: 'plum orchard behind the mill' }, here)
}

const fieldsOf = (name: string) => ({ name, role: 'clerk', email: '', phone: '' }) as const

const acts: readonly [what: string, action: string, act: (at: Desk) => Promise<unknown>][] = [
  [
    'the office’s settings',
    'settings.changed',
    async ({ here }) => call(router.office.saveSettings, await call(router.office.settings, undefined, here), here),
  ],
  [
    'the limits of sending',
    'settings.changed',
    async ({ here }) => call(router.delivery.saveLimits, await call(router.delivery.limits, undefined, here), here),
  ],
  ['a new provider', 'provider.added', ({ here }) => call(router.providers.save, { settings: mailServer }, here)],
  [
    'a provider’s settings',
    'provider.changed',
    async ({ here }) => {
      await call(router.providers.save, { settings: mailServer }, here)
      await call(router.providers.save, { providerId: 'smtp', settings: { ...mailServer, name: 'Other' } }, here)
    },
  ],
  [
    'taking a provider out',
    'provider.removed',
    async ({ here }) => {
      await call(router.providers.save, { settings: mailServer }, here)
      await call(router.providers.remove, { providerId: 'smtp' }, here)
    },
  ],
  [
    'trying a provider',
    'provider.tested',
    ({ here }) => call(router.providers.test, { settings: mailServer, channel: 'email', to: 'me@example.com' }, here),
  ],
  ['the order of providers', 'routes.changed', ({ here }) => call(router.providers.saveRoutes, { routes: [] }, here)],
  [
    'own words in a message',
    'template.changed',
    ({ here }) => call(router.templates.save, { key: template, source: words }, here),
  ],
  [
    'the original words again',
    'template.restored',
    async ({ here }) => {
      await call(router.templates.save, { key: template, source: words }, here)
      await call(router.templates.restore, template, here)
    },
  ],
  [
    'seeing an alarm off',
    'alarm.acknowledged',
    ({ office, here }) => {
      office.app.delivery.alarms.raise('low_balance', 'Twilio')
      const [alarm] = office.app.delivery.alarms.open()
      return call(router.delivery.acknowledge, { alarmId: alarm?.alarmId ?? '' }, here)
    },
  ],
  ['an import', 'customers.imported', importCustomers],
  [
    'an export',
    'payments.exported',
    async (at) => watchToEnd(at, await call(router.transfers.startExport, { kind: 'payments' }, at.here)),
  ],
  [
    'a new customer',
    'customer.added',
    ({ here }) =>
      call(
        router.customers.add,
        {
          ...{ accountNo: 'GV-1', name: 'Lakshmi', address: '', ward: '', locale: null, preferredChannel: null },
          ...{ emails: [], phones: [] },
        },
        here,
      ),
  ],
  ['a new colleague', 'staff.added', ({ here }) => call(router.staff.add, fieldsOf('Asha'), here)],
  [
    'a colleague who left',
    'staff.changed',
    async ({ office, here }) => {
      const { staffId } = await office.addStaff({ name: 'Asha', role: 'clerk', pin: '2580' })
      await call(router.staff.change, { staffId, ...fieldsOf('Asha'), active: false }, here)
    },
  ],
  [
    'a password for a colleague',
    'staff.password',
    async ({ office, here }) => {
      const { staffId } = await office.addStaff({ name: 'Asha', role: 'clerk', pin: '2580' })
      await call(router.staff.reset, { staffId, secondFactor: true }, here)
    },
  ],
  [
    'an own new password',
    'staff.password',
    ({ here }) => call(router.staff.changePassword, { current: password, next: 'plum orchard behind the mill' }, here),
  ],
  ['a forgotten password', 'staff.password', forgetPassword],
  ['an own PIN', 'staff.pin_set', ({ here }) => call(router.staff.setPin, { password, pin: '60581937' }, here)],
  [
    'an authenticator app',
    'staff.totp_added',
    async ({ office, here }) => {
      const offered = await call(router.staff.offerTotp, { password }, here)
      if (offered.outcome !== 'offered') throw new Error(offered.outcome)
      const app = new TOTP({ secret: Secret.fromBase32(offered.secret) })
      const code = app.generate({ timestamp: office.app.officeData.clock.now() })
      await call(router.staff.confirmTotp, { code }, here)
    },
  ],
  ['no authenticator app', 'staff.totp_removed', ({ here }) => call(router.staff.removeTotp, { password }, here)],
  ['recovery codes', 'staff.recovery_codes', ({ here }) => call(router.staff.newRecoveryCodes, { password }, here)],
  [
    'ending a sign-in elsewhere',
    'staff.session_ended',
    async ({ office, here }) => {
      await office.addStaff({ name: 'Asha', role: 'clerk', pin: '2580' })
      const there = deskOf(office).here
      await call(router.session.signIn, { name: 'Asha', password: passwordOf('2580') }, there)
      const other = (await call(router.staff.sessions, undefined, here)).find(({ own }) => !own)
      await call(router.staff.endSession, { sessionId: other?.sessionId ?? '' }, here)
    },
  ],
]

const newestRow = (office: TestOffice, action: string) =>
  office.app.officeData.db
    .prepare('SELECT actor, terminal_id AS terminalId FROM audit WHERE action = ? ORDER BY seq DESC LIMIT 1')
    .get(action)

describe('the trail says who and where', () => {
  it.each(acts)('for %s: %s', async (_what, action, act) => {
    const at = await desk()
    const { staffId, terminalId } = at
    await act(at)
    expect(newestRow(at.office, action)).toEqual({ actor: staffId, terminalId })
  })

  it('and where, though nobody works here yet, for the first day of an office', async () => {
    const office = { name: 'Ward 7', region: 'IN', currency: 'INR', defaultLocale: 'en' } as const
    const setUp = { ...office, administratorName: 'Meera', administratorEmail: '', password }
    const first = deskOf(testOffice())
    expect(await call(router.office.setUp, setUp, first.here)).toEqual({ outcome: 'done' })
    for (const action of ['settings.changed', 'staff.added'])
      expect(newestRow(first.office, action)).toEqual({ actor: 'system', terminalId: first.terminalId })
    const shown = deskOf(testOffice())
    await call(router.office.loadDemo, undefined, shown.here)
    for (const action of ['settings.changed', 'staff.added', 'office.demo'])
      expect(newestRow(shown.office, action)).toEqual({ actor: 'system', terminalId: shown.terminalId })
  })
})
