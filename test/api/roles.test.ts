import { isContractProcedure } from '@orpc/contract'
import { describe, expect, it } from 'vitest'
import { admit, type CallContext } from '../../src/api/guard.ts'
import { waitingSession } from '../../src/api/sessions.ts'
import { contract } from '../../src/contract/contract.ts'
import { type ProcedureMeta, type Role, roles } from '../../src/contract/procedure.ts'
import { done } from '../../src/core/kernel/outcome.ts'
import { noUpdates } from '../../src/core/update/elsewhere.ts'
import type { UpdateHost } from '../../src/core/update/feed.ts'
import { openVisit, testOffice } from '../support/office.ts'

/** Who may call what, written down a second time: a change of the contract's meta has to be meant. */
const staff: readonly Role[] = ['clerk', 'supervisor', 'administrator']
const expected: Readonly<Record<string, readonly Role[]>> = {
  'office.state': roles,
  'office.setUp': ['kiosk'],
  'office.loadDemo': ['kiosk'],
  'office.settings': ['administrator'],
  'office.saveSettings': ['administrator'],
  'session.current': roles,
  'session.staff': staff,
  'session.signIn': roles,
  'session.switchable': roles,
  'session.badges': roles,
  'session.switchTo': roles,
  'session.switchByBadge': roles,
  'session.touch': staff,
  'session.signOut': staff,
  'signIn.sendCode': roles,
  'signIn.answer': roles,
  'signIn.choosePassword': roles,
  'signIn.passwordStrength': roles,
  'signIn.forgot': roles,
  'signIn.proveContact': roles,
  'signIn.resetPassword': roles,
  'staff.list': ['administrator'],
  'staff.add': ['administrator'],
  'staff.change': ['administrator'],
  'staff.reset': ['administrator'],
  'staff.me': staff,
  'staff.changePassword': staff,
  'staff.setPin': staff,
  'staff.setBadge': staff,
  'staff.offerTotp': staff,
  'staff.confirmTotp': staff,
  'staff.removeTotp': staff,
  'staff.newRecoveryCodes': staff,
  'staff.sessions': staff,
  'staff.endSession': staff,
  'customers.search': staff,
  'customers.get': staff,
  'customers.add': staff,
  'customers.change': staff,
  'verification.start': staff,
  'verification.identify': roles,
  'verification.resend': roles,
  'verification.verify': roles,
  'verification.choose': roles,
  'verification.cancel': roles,
  'verification.watch': staff,
  'verification.vouch': staff,
  'verification.unlock': ['supervisor', 'administrator'],
  'identity.register': roles,
  'identity.registerAtDesk': staff,
  'identity.beginChange': roles,
  'identity.sendChangeCode': roles,
  'identity.proveChange': roles,
  'identity.approveChange': staff,
  'identity.switchCodes': ['supervisor', 'administrator'],
  'identity.app': roles,
  'identity.enrolApp': roles,
  'identity.confirmApp': roles,
  'identity.renewRecovery': roles,
  'identity.removeApp': roles,
  'identity.verifyByApp': roles,
  'identity.verifyCustomerByApp': staff,
  'visits.get': roles,
  'visits.touch': roles,
  'visits.finish': roles,
  'billing.bills': roles,
  'billing.lines': roles,
  'payments.spread': roles,
  'payments.pay': staff,
  'payments.find': roles,
  'payments.lookUp': staff,
  'payments.untold': staff,
  'payments.told': staff,
  'payments.list': roles,
  'payments.createPayCode': roles,
  'payments.payCodeState': roles,
  'payments.cancelPayCode': roles,
  'payments.payCodes': staff,
  'payments.settlePayCode': staff,
  'payments.void': staff,
  'receipts.paper': roles,
  'receipts.page': roles,
  'receipts.print': roles,
  'receipts.printState': roles,
  'receipts.pdf': roles,
  'receipts.email': roles,
  'receipts.emailState': roles,
  'printers.list': ['administrator'],
  'printers.choice': ['supervisor', 'administrator'],
  'printers.choose': ['administrator'],
  'printers.test': ['supervisor', 'administrator'],
  'feedback.give': roles,
  'feedback.list': staff,
  'feedback.move': staff,
  'delivery.status': staff,
  'delivery.network': roles,
  'delivery.acknowledge': ['supervisor', 'administrator'],
  'delivery.health': ['administrator'],
  'delivery.askBalance': ['administrator'],
  'delivery.limits': ['administrator'],
  'delivery.saveLimits': ['administrator'],
  'providers.list': ['administrator'],
  'providers.save': ['administrator'],
  'providers.remove': ['administrator'],
  'providers.test': ['administrator'],
  'providers.routes': ['administrator'],
  'providers.saveRoutes': ['administrator'],
  'templates.changed': ['administrator'],
  'templates.get': ['administrator'],
  'templates.preview': ['administrator'],
  'templates.save': ['administrator'],
  'templates.restore': ['administrator'],
  'terminals.list': ['administrator'],
  'terminals.letIn': ['administrator'],
  'terminals.turnAway': ['administrator'],
  'terminals.change': ['administrator'],
  'terminals.revoke': ['administrator'],
  'pairing.ask': ['unpaired'],
  'transfers.openUpload': ['administrator'],
  'transfers.append': ['administrator'],
  'transfers.startImport': ['administrator'],
  'transfers.startExport': ['administrator'],
  'transfers.watch': ['administrator'],
  'transfers.cancel': ['administrator'],
  'transfers.readFile': ['administrator'],
  'inbox.messages': roles,
  'headquarters.summary': staff,
  'headquarters.networkBack': staff,
  'headquarters.status': ['administrator'],
  'headquarters.meetNow': ['administrator'],
  'headquarters.cancel': ['administrator'],
  'headquarters.join': ['administrator'],
  'headquarters.leave': ['administrator'],
  'headquarters.takeOver': ['administrator'],
  'headquarters.setSchedule': ['administrator'],
  'headquarters.parked': ['administrator'],
  'headquarters.tryAgain': ['administrator'],
  'headquarters.conflicts': ['administrator'],
  'headquarters.resolve': ['administrator'],
  'machine.about': staff,
  'machine.close': ['supervisor', 'administrator'],
  'customerDisplay.watch': roles,
  'customerDisplay.show': roles,
  'audit.list': ['administrator'],
  'audit.choices': ['administrator'],
  'audit.prove': ['administrator'],
  'codeHistory.list': ['supervisor', 'administrator'],
  'backups.state': ['administrator'],
  'backups.save': ['administrator'],
  'backups.choosePassphrase': ['administrator'],
  'backups.start': ['administrator'],
  'backups.list': ['administrator'],
  'backups.preview': ['administrator'],
  'backups.warning': staff,
  'backups.restore': ['administrator'],
  'update.state': ['administrator'],
  'update.check': ['administrator'],
  'update.install': ['administrator'],
}

const procedures: { name: string; meta: ProcedureMeta }[] = Object.entries(contract).flatMap(([capability, members]) =>
  Object.entries(members).map(([name, procedure]) => {
    if (!isContractProcedure(procedure)) throw new Error(`${capability}.${name} is no procedure`)
    return { name: `${capability}.${name}`, meta: procedure['~orpc'].meta as ProcedureMeta }
  }),
)

const refusal = (work: () => unknown): string => {
  try {
    work()
    return 'admitted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'thrown'
  }
}

describe('every procedure × role', () => {
  it('is in the table', () => {
    expect(procedures.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort())
  })

  it.each(procedures)('$name', ({ name, meta }) => {
    const office = testOffice()
    const transfers = null as unknown as CallContext['transfers']
    const { terminal } = office.app.terminals.enrol()
    for (const role of roles) {
      const person = role === 'kiosk' ? null : { staffId: office.app.officeData.newId(), name: role, role }
      const context: CallContext = { app: office.app, transfers, session: { terminal, staff: person } }
      const answer = refusal(() => admit(meta, context, { visitId: office.app.officeData.newId() }))
      const allowed = expected[name]?.includes(role) === true
      expect([role, answer]).toEqual([
        role,
        !allowed ? 'FORBIDDEN' : meta.visit === 'open' ? 'VISIT_CLOSED' : 'admitted',
      ])
    }
    expect(refusal(() => admit(meta, { app: office.app, transfers, session: null }, {}))).toBe('UNAUTHORIZED')
    const stranger = waitingSession({ credential: 'x'.repeat(43), address: '192.0.2.7', userAgent: '' })
    for (const input of [{}, { visitId: office.app.officeData.newId() }]) {
      expect(refusal(() => admit(meta, { app: office.app, transfers, session: stranger }, input))).toBe(
        expected[name]?.includes('unpaired') === true ? 'admitted' : 'UNPAIRED',
      )
    }
  })
})

describe('an office that makes way for an update', () => {
  it('begins nothing any more for anybody, and tells an administrator how far it is', async () => {
    const release = { version: '2.0.0', stagingPercentage: 100, files: [{ name: 'a', sha512: '', bytes: 1 }] }
    const installer = {
      canReplace: () => true,
      download: async () => done(null),
      install: () => new Promise<never>(() => {}),
    }
    const updates: UpdateHost = {
      ...noUpdates,
      source: { feed: { latest: async () => done(release) }, installer },
      version: '1.0.0',
      unattended: true,
      beforeInstall: async () => done(null),
    }
    const office = testOffice({ ports: { updates } })
    const { terminal } = office.app.terminals.enrol()
    const administrator = { staffId: office.app.officeData.newId(), name: 'A', role: 'administrator' } as const
    const context = (staff: typeof administrator | null): CallContext => ({
      app: office.app,
      transfers: null as unknown as CallContext['transfers'],
      session: { terminal, staff },
    })
    const answers = () => [
      ...new Set(
        procedures
          .filter(({ name, meta }) => name !== 'update.state' && meta.roles.includes('administrator'))
          .map(({ meta }) => refusal(() => admit(meta, context(administrator), {}))),
      ),
    ]
    expect(answers().sort()).toEqual(['VISIT_CLOSED', 'admitted'])
    await office.app.updates.check()
    await new Promise((resolve) => setImmediate(resolve))
    expect(answers()).toEqual(['SERVICE_UNAVAILABLE'])
    const state = contract.update.state['~orpc'].meta
    expect(refusal(() => admit(state, context(administrator), {}))).toBe('admitted')
    expect(refusal(() => admit(state, context(null), {}))).toBe('FORBIDDEN')
  })
})

describe('a visit', () => {
  it('opens nothing at another terminal, nor once it has ended', async () => {
    const office = testOffice()
    const { caller, visit: opened } = await openVisit(office)
    const meta: ProcedureMeta = { roles, visit: 'open', office: 'any' }
    const at = (terminalId: string) =>
      refusal(() =>
        admit(
          meta,
          {
            app: office.app,
            transfers: null as unknown as CallContext['transfers'],
            session: { terminal: { terminalId, label: 'T' }, staff: null },
          },
          { visitId: opened.id },
        ),
      )
    expect(at(caller.terminalId)).toBe('admitted')
    expect(at(office.caller().terminalId)).toBe('VISIT_CLOSED')
    const visit = office.app.visits.openHere(opened.id, caller.terminalId)
    if (visit === null) throw new Error('closed')
    office.app.visits.finish(visit, 'finished', caller)
    expect(at(caller.terminalId)).toBe('VISIT_CLOSED')
  })
})

describe('setting the office up', () => {
  it('is refused once there is staff', async () => {
    const office = testOffice()
    await office.addStaff({ name: 'Chief', role: 'administrator', pin: '2580' })
    const { terminal } = office.app.terminals.enrol()
    const context: CallContext = {
      app: office.app,
      transfers: null as unknown as CallContext['transfers'],
      session: { terminal, staff: null },
    }
    expect(refusal(() => admit({ roles: ['kiosk'], visit: 'none', office: 'unconfigured' }, context, {}))).toBe(
      'FORBIDDEN',
    )
  })
})
