import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '../../src/core/visits/caller.ts'
import type { Met } from '../../src/sync/meeting.ts'
import {
  type BranchOffice,
  branchOffice,
  type MeetingFaults,
  type RunningHeadquarters,
  startHeadquarters,
} from '../support/headquarters.ts'
import { expectFacts, expectRegister } from '../support/headquarters-check.ts'
import { handTime } from '../support/office.ts'

const histories = 200
const perTest = 10
const steps = 20
const firstSeed = Number(process.env.HISTORY_SEED ?? 1)

/** mulberry32. */
function dice(seed: number): {
  below(n: number): number
  one<T>(list: readonly T[]): T
  chance(percent: number): boolean
} {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    below,
    one(list) {
      const picked = list[below(list.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    chance: (percent) => next() * 100 < percent,
  }
}

let headquarters: RunningHeadquarters
beforeAll(async () => {
  // The cuts are of connections; the server itself is killed in another test.
  headquarters = await startHeadquarters(['fsync=off', 'full_page_writes=off'])
})
afterAll(() => headquarters.stop())

/** A branch of one history: it works, meets, loses its connection, dies, is put back. */
interface Actor {
  readonly office: BranchOffice
  readonly caller: Caller
  bills: number
}

const names = ['Asha', 'Ravi', 'Meera', 'Kiran', 'آرش', 'मीरा']

/** Three branches, some with a clock that is up to a year off. They go from one history into the next. */
async function threeBranches(seed: number): Promise<Actor[]> {
  const { below, chance } = dice(seed)
  const actors: Actor[] = []
  for (const letter of ['a', 'b', 'c']) {
    const at = await headquarters.addBranch(`s${seed}-${letter}`)
    const time = handTime(Date.now() + (chance(40) ? (below(730) - 365) * 86_400_000 : 0))
    const office = branchOffice(at, { time, seed: seed * 10 + actors.length })
    const caller = office.caller('clerk')
    actors.push({ office, caller, bills: 0 })
  }
  return actors
}

class History {
  readonly #dice: ReturnType<typeof dice>
  readonly #actors: readonly Actor[]
  readonly #seed: number
  #accounts = 0

  constructor(seed: number, actors: readonly Actor[]) {
    this.#seed = seed
    this.#actors = actors
    this.#dice = dice(seed)
    for (const actor of actors) this.#addCustomer(actor)
  }

  #addCustomer(actor: Actor): void {
    this.#accounts += 1
    actor.office.addCustomer({ accountNo: `S${this.#seed}-${this.#accounts}`, name: this.#dice.one(names) })
  }

  #customersOf(actor: Actor): { id: string; account_no: string }[] {
    return actor.office.app.officeData.db
      .prepare<[string], { id: string; account_no: string }>(
        'SELECT id, account_no FROM customer WHERE account_no LIKE ? ORDER BY account_no',
      )
      .all(`S${this.#seed}-%`)
  }

  #edit(actor: Actor): void {
    const { app } = actor.office
    const { id } = this.#dice.one(this.#customersOf(actor))
    const row = app.customerStore.byId(id)
    if (row === undefined) throw new Error('gone')
    const contacts = app.customerStore.contactsOf(id)
    const of = (kind: 'email' | 'phone') => contacts.filter((each) => each.kind === kind).map(({ value }) => value)
    const emails = of('email')
    if (this.#dice.chance(30)) emails.push(`n${this.#dice.below(6)}@example.com`)
    if (this.#dice.chance(15)) emails.shift()
    app.customers.change(
      id,
      row.updated_at_ms,
      {
        accountNo: row.account_no,
        name: this.#dice.chance(60) ? this.#dice.one(names) : row.name,
        address: this.#dice.chance(40) ? `Street ${this.#dice.below(5)}` : row.address,
        ward: this.#dice.chance(40) ? `Ward ${this.#dice.below(5)}` : row.ward,
        locale: row.locale,
        preferredChannel: row.preferred_channel,
        emails: [...new Set(emails)],
        phones: of('phone'),
      },
      { actor: 'system', terminalId: null },
    )
  }

  #serve(actor: Actor): void {
    const { app } = actor.office
    const own = this.#customersOf(actor).filter(({ id }) => app.customerStore.byId(id)?.home_branch === null)
    const { id, account_no } = this.#dice.one(own)
    actor.bills += 1
    const billId = actor.office.addBill(account_no, `B${actor.office.branchId.slice(0, 8)}-${actor.bills}`, 1_000)
    const customer = app.customerStore.byId(id)
    if (customer === undefined) throw new Error('gone')
    const { caller } = actor
    const visit = app.officeData.transact(() => app.visits.openByApp('authenticator', null, customer, caller))
    const paid = app.payments.pay(caller, { id: visit.id, customerId: id }, `key-${visit.id}`, {
      method: 'card',
      allocations: [{ billId, amountMinor: 400 + this.#dice.below(600) }],
      tenderedMinor: null,
      reference: '4321',
    })
    expect(paid).toMatchObject({ outcome: 'paid' })
    if (this.#dice.chance(50))
      app.feedback.give(
        caller,
        { id: visit.id, customerId: id },
        { rating: 4, category: 'bill', words: `w${actor.bills}` },
      )
    if (this.#dice.chance(70)) app.visits.finish(visit, 'finished', caller)
  }

  /** As a second import with another amount does; never below what was paid. */
  #editBill(actor: Actor): void {
    const { office } = actor
    const bills = office.app.officeData.db
      .prepare<[string], { bill_no: string; amount_minor: number; account_no: string }>(
        `SELECT b.bill_no, b.amount_minor, c.account_no FROM bill b JOIN customer c ON c.id = b.customer_id
         WHERE c.account_no LIKE ? ORDER BY b.bill_no`,
      )
      .all(`S${this.#seed}-%`)
    if (bills.length === 0) return
    const { bill_no, amount_minor, account_no } = this.#dice.one(bills)
    office.addBill(account_no, bill_no, amount_minor + 1 + this.#dice.below(500))
  }

  async #atHeadquarters(): Promise<void> {
    const client = headquarters.client()
    const ids = this.#actors.map(({ office }) => office.branchId)
    const { rows } = await client.query<{ id: string; code: string }>(
      `SELECT c.id, b.code FROM counterfoil.customer c JOIN counterfoil.branch b ON b.id = c.branch_id
       WHERE c.branch_id = ANY ($1) AND c.account_no LIKE $2 ORDER BY c.account_no`,
      [ids, `S${this.#seed}-%`],
    )
    if (rows.length === 0) return
    const { id, code } = this.#dice.one(rows)
    if (this.#dice.chance(60)) {
      const { office } = this.#dice.one(this.#actors)
      const { rows: other } = await client.query<{ code: string }>(
        'SELECT code FROM counterfoil.branch WHERE id = $1',
        [office.branchId],
      )
      if (other[0] !== undefined && other[0].code !== code)
        await client.query('SELECT counterfoil.share_customer($1, $2, $3)', [code, id, other[0].code])
    } else {
      const changes = { name: `HQ ${this.#dice.one(names)}`, ward: `Ward ${this.#dice.below(5)}` }
      await client.query('SELECT counterfoil.change_customer($1, $2, $3)', [code, id, changes])
    }
  }

  async #meet(actor: Actor): Promise<void> {
    const { office } = actor
    const work = (): void => (this.#dice.chance(70) ? this.#edit(actor) : this.#editBill(actor))
    const during = { at: 1 + this.#dice.below(22), work }
    if (this.#dice.chance(40)) {
      // A clerk edits while the meeting is under way.
      await this.#meetsWell(actor, { during })
    } else if (this.#dice.chance(45)) {
      await office.meet({}, { during, cut: { at: 1 + this.#dice.below(24), heard: this.#dice.chance(60) } })
    } else if (this.#dice.chance(25)) {
      // What a meeting cannot even note of its own end is what a killed process cannot.
      await office.meet({}, { dies: 1 + this.#dice.below(8) }).catch(() => undefined)
    } else {
      await this.#meetsWell(actor)
    }
  }

  async #meetsWell({ office }: Actor, faults: MeetingFaults = {}): Promise<Met> {
    const met = await office.meet({}, faults)
    if (!met.ok) throw new Error(`seed ${this.#seed}: ${met.failure.reason} ${met.failure.words}`)
    // Nothing here is a reason to doubt what was sent: an epoch ends only with a restore.
    expect(met.value.epoch).toBe(1)
    return met.value
  }

  async step(): Promise<void> {
    const actor = this.#dice.one(this.#actors)
    const roll = this.#dice.below(100)
    if (roll < 4) this.#addCustomer(actor)
    else if (roll < 36) this.#edit(actor)
    else if (roll < 44) this.#serve(actor)
    else if (roll < 48) this.#editBill(actor)
    else if (roll < 64) await this.#atHeadquarters()
    else if (roll < 70) actor.office.time.leap((this.#dice.below(200) - 100) * 3_600_000)
    else await this.#meet(actor)
    actor.office.time.pass(1_000 + this.#dice.below(100_000))
  }

  /** Everyone meets until nobody has anything to tell. */
  async end(): Promise<void> {
    for (let round = 0; ; round += 1) {
      let quiet = true
      for (const actor of this.#actors) {
        const met = await this.#meetsWell(actor)
        expect(met.parked).toBe(0)
        if (met.customers + met.bills > 0) quiet = false
      }
      if (quiet && round > 0) break
      expect(round).toBeLessThan(6)
    }
    for (const { office } of this.#actors) {
      await expectFacts(headquarters.client(), office)
      await expectRegister(headquarters.client(), office)
    }
  }
}

describe(`${histories} histories of edits, cuts, deaths and wrong clocks`, () => {
  const batches = Array.from({ length: histories / perTest }, (_, nth) => firstSeed + nth * perTest)
  it.each(batches)('from seed %i end in one state, with each fact once', { timeout: 120_000 }, async (from) => {
    const actors = await threeBranches(from)
    for (let seed = from; seed < from + perTest; seed += 1) {
      const history = new History(seed, actors)
      for (let step = 0; step < steps; step += 1) await history.step()
      try {
        await history.end()
      } catch (error) {
        console.error(`the history of seed ${seed} failed; HISTORY_SEED=${from} tells it again`)
        throw error
      }
    }
  })
})
