/** A branch in a process of its own, to be killed: serves customers and meets headquarters, again and again. Says `begin` first. */
import type { Caller } from '../../src/core/visits/caller.ts'
import { openLink } from '../../src/sync/link.ts'
import { meet } from '../../src/sync/meeting.ts'
import { headquartersStore } from '../../src/sync/store.ts'
import { benchApp, benchOffice } from '../bench/measure.ts'

const [folder = '', url = '', name = ''] = process.argv.slice(2)
const office = benchOffice(folder)
const app = benchApp(folder, office)
const store = headquartersStore(office.db)
const { terminal } = app.terminals.enrol()
const caller: Caller = { terminalId: terminal.terminalId, terminalLabel: terminal.label, staff: null }

/** A newcomer with a bill of 10.00, who pays part of it and says something. */
function serve(): void {
  const mark = `${name}-${office.newId().slice(0, 13)}`
  const customer = {
    accountNo: mark,
    name: `Customer ${mark}`,
    address: 'A',
    ward: 'W',
    locale: null,
    preferredChannel: null,
  }
  office.transact(() => app.customers.upsert({ ...customer, emails: [], phones: [] }))
  const row = app.customerStore.byAccount(mark)
  if (row === undefined) throw new Error('not written')
  const bill = {
    billNo: `B-${mark}`,
    period: '2026-10',
    issuedOn: '2026-10-01',
    dueOn: '2026-10-21',
    amountMinor: 1_000,
  }
  office.transact(() => app.bills.upsert({ ...bill, customerId: row.id, lines: [] }))
  const billId = app.billStore.byNumber(bill.billNo)?.id ?? ''
  const visit = office.transact(() => app.visits.openByApp('authenticator', null, row, caller))
  const here = { id: visit.id, customerId: row.id }
  app.payments.pay(caller, here, `key-${mark}`, {
    ...{ method: 'card', reference: '4321', tenderedMinor: null },
    allocations: [{ billId, amountMinor: 600 }],
  })
  app.feedback.give(caller, here, { rating: 5, category: 'staff', words: mark })
  app.visits.finish(visit, 'finished', caller)
}

process.stdout.write('begin\n')
for (;;) {
  for (let nth = 0; nth < 5; nth += 1) serve()
  // What comes of it is looked at from outside; here the network, headquarters and this very process come and go.
  await meet({
    ...office,
    customerStore: app.customerStore,
    billStore: app.billStore,
    store,
    monotonicMs: () => performance.now(),
    connect: () => openLink(url),
    makeWay: async () => {},
    cancelled: () => false,
    say: () => {},
    office: { name, currency: 'INR', version: 'test' },
    by: { actor: 'system', terminalId: null },
  })
}
