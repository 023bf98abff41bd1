/** Finding a customer by anything, best first, as one types. Each tier asks an index and stops as soon as the page is full. */
import type { CountryCode } from 'libphonenumber-js/max'
import type { CustomerHit } from '../../contract/customers.ts'
import type { Db } from '../kernel/db.ts'
import { foldText } from '../kernel/text.ts'
import { holdsAll, phonePrefixes, phrase, readQuery, type SearchWords } from './search-rules.ts'
import type { CustomerRow, CustomerStore } from './store.ts'

type Matched = CustomerHit['matched']
type Tier = readonly [Matched, readonly { seq: number }[] | readonly number[]]

/** How many rows of an index are looked through for tokens too short to be asked of it. */
const lookThrough = 60
/** A number this long, found from its beginning, is a phone or an account; nobody means the middle of another. */
const wholeNumber = 6

export interface CustomerSearch {
  search(query: string, limit: number, region: CountryCode | ''): { hits: CustomerHit[]; more: boolean }
}

const after = (prefix: string): string => `${prefix}\u{10FFFF}`

export function customerSearch(db: Db, store: CustomerStore): CustomerSearch {
  const bySeq = db.prepare<[number], CustomerRow>('SELECT * FROM customer WHERE seq = ?')
  const byAccount = db.prepare<[string, string, number], { seq: number }>(
    'SELECT seq FROM customer WHERE account_no >= ? AND account_no < ? ORDER BY account_no LIMIT ?',
  )
  const byContact = db.prepare<[string, string, number], { seq: number }>(
    `SELECT customer.seq FROM contact JOIN customer ON customer.id = contact.customer_id
     WHERE contact.value >= ? AND contact.value < ? ORDER BY contact.value LIMIT ?`,
  )
  const fts = (table: string) =>
    db.prepare<[string, number], { seq: number }>(`SELECT rowid AS seq FROM ${table} WHERE ${table} MATCH ? LIMIT ?`)
  const inName = fts('customer_name_fts')
  const inText = fts('customer_text_fts')
  const inKeys = fts('customer_key_fts')
  const inPairs = fts('customer_pair_fts')

  /** The index's answer for tokens it can be asked; those it cannot are looked for in the rows themselves. */
  function ask(
    index: typeof inText,
    words: SearchWords,
    tag: 'n' | 'a',
    limit: number,
    textOf: (row: CustomerRow) => string,
  ): number[] {
    const long = words.tokens.filter((token) => [...token].length >= 3)
    const pairs = words.tokens.filter((token) => [...token].length === 2)
    if (long.length === words.tokens.length)
      return index.all(long.map(phrase).join(' AND '), limit).map((hit) => hit.seq)
    const asked =
      long.length > 0
        ? index.all(long.map(phrase).join(' AND '), lookThrough)
        : pairs.length > 0
          ? inPairs.all(
              pairs.map((pair) => phrase(tag + pair)).join(' AND '),
              words.tokens.length === 1 ? limit : lookThrough,
            )
          : []
    if (words.tokens.length === 1) return asked.map((hit) => hit.seq)
    return asked
      .filter((hit) => {
        const row = bySeq.get(hit.seq)
        return row !== undefined && holdsAll(foldText(textOf(row)), words.tokens)
      })
      .map((hit) => hit.seq)
  }

  function* numberTiers(words: SearchWords, limit: number, region: CountryCode | ''): Generator<Tier> {
    const { digits } = words
    let found = 0
    for (const prefix of phonePrefixes(words, region)) {
      const rows = byContact.all(prefix, after(prefix), limit)
      found += rows.length
      yield ['contact', rows]
    }
    if (found > 0 && digits.length >= wholeNumber) return
    // Digits as typed (the end of an account number), then without the trunk zero that E.164 does not have.
    for (const key of new Set([digits, digits.replace(/^0+/, '')])) {
      if (key.length >= 3) yield ['contact', inKeys.all(phrase(key), limit)]
    }
  }

  /** Where in a row the words stand, best first: the name begins so, its words begin so, it holds them, the address does. */
  function rankOf(row: CustomerRow, { folded, tokens }: SearchWords): number {
    const name = ` ${foldText(row.name)}`
    if (name.includes(` ${folded}`)) return 0
    if (tokens.every((token) => name.includes(` ${token}`))) return 1
    return holdsAll(name, tokens) ? 2 : 3
  }

  /** All rows that hold the words, where they fit on the page: one question instead of a tier each, ranked by looking at them. */
  function whole(words: SearchWords, limit: number): Tier[] | null {
    if (words.tokens.some((token) => [...token].length < 3)) return null
    const hits = inText.all(words.tokens.map(phrase).join(' AND '), limit)
    if (hits.length >= limit) return null
    const ranked = hits
      .flatMap(({ seq }) => bySeq.get(seq) ?? [])
      .map((row) => ({ seq: row.seq, rank: rankOf(row, words) }))
      .sort((a, b) => a.rank - b.rank)
    return [
      ['name', ranked.filter(({ rank }) => rank < 3)],
      ['address', ranked.filter(({ rank }) => rank === 3)],
    ]
  }

  function* wordTiers(words: SearchWords, limit: number): Generator<Tier> {
    const { folded, tokens } = words
    if (tokens.length === 1) yield ['contact', byContact.all(folded, after(folded), limit)]
    const few = whole(words, limit)
    if (few !== null) yield* few
    else yield* nameTiers(words, limit)
    if (folded.length >= 3) yield ['account', inKeys.all(phrase(folded), limit)]
    if (few !== null) return
    if (tokens.length > 1) yield ['address', inText.all(phrase(` ${folded}`), limit)]
    yield ['address', ask(inText, words, 'a', limit, (row) => `${row.name} ${row.address} ${row.ward}`)]
  }

  function* nameTiers(words: SearchWords, limit: number): Generator<Tier> {
    const { folded, tokens } = words
    // As typed, word by word: the last one is often only begun, and too short to be asked for by itself.
    if (tokens.length > 1) yield ['name', inName.all(phrase(` ${folded}`), limit)]
    if (tokens.every((token) => [...token].length >= 2)) {
      yield ['name', inName.all(tokens.map((token) => phrase(` ${token}`)).join(' AND '), limit)]
    }
    yield ['name', ask(inName, words, 'n', limit, (row) => row.name)]
  }

  function* tiers(words: SearchWords, limit: number, region: CountryCode | ''): Generator<Tier> {
    yield ['account', byAccount.all(words.folded, after(words.folded), limit)]
    if (words.digits === '') return yield* wordTiers(words, limit)
    yield* numberTiers(words, limit, region)
    if (words.digits.length >= wholeNumber) return
    yield ['address', ask(inText, words, 'a', limit, (row) => `${row.name} ${row.address} ${row.ward}`)]
  }

  return {
    search(query, limit, region) {
      const words = readQuery(query)
      if ([...words.folded].length < 2) return { hits: [], more: false }
      const found = new Map<number, Matched>()
      for (const [matched, seqs] of tiers(words, limit + 1, region)) {
        for (const entry of seqs) {
          const seq = typeof entry === 'number' ? entry : entry.seq
          if (!found.has(seq)) found.set(seq, matched)
        }
        if (found.size > limit) break
      }
      const hits: CustomerHit[] = []
      for (const [seq, matched] of [...found].slice(0, limit)) {
        const row = bySeq.get(seq)
        if (row === undefined) continue
        const contacts = store.contactsOf(row.id).map(({ id, kind, value }) => ({ contactId: id, kind, value }))
        hits.push({
          customerId: row.id,
          accountNo: row.account_no,
          name: row.name,
          address: row.address,
          ward: row.ward,
          contacts,
          matched,
        })
      }
      return { hits, more: found.size > limit }
    },
  }
}
