import { isContractProcedure } from '@orpc/contract'
import { describe, expect, it } from 'vitest'
import { admit, type CallContext } from '../../src/api/guard.ts'
import { waitingSession } from '../../src/api/sessions.ts'
import { contract } from '../../src/contract/contract.ts'
import { type ProcedureMeta, roles } from '../../src/contract/procedure.ts'
import { done } from '../../src/core/kernel/outcome.ts'
import { noUpdates } from '../../src/core/update/elsewhere.ts'
import type { UpdateHost } from '../../src/core/update/feed.ts'
import { openVisit, testOffice } from '../support/office.ts'
import { expected } from './expected-roles.ts'

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
