/** A made-up office to look around in: 500 customers and their bills, the same every time, nobody real. */
import type { Channel, Locale } from '../../contract/values.ts'
import type { BillRecord } from '../billing/bills.ts'
import type { CustomerRecord } from '../customers/read-fields.ts'

export const demoSettings = {
  officeName: 'Green Valley Waste Services',
  region: 'IN',
  currency: 'INR',
  defaultLocale: 'en',
  payee: 'greenvalley@example',
} as const

export const demoStaff = [
  { name: 'Asha Clerk', role: 'clerk', password: 'lorry-meadow-2580', pin: '2580' },
  { name: 'Ravi Supervisor', role: 'supervisor', password: 'lantern-river-3691', pin: '3691' },
  { name: 'Meera Administrator', role: 'administrator', password: 'harvest-window-4702', pin: '4702' },
] as const

const people: readonly (readonly [Locale, readonly string[], readonly string[]])[] = [
  [
    'en',
    ['Farhan', 'Diya', 'Aarav', 'Maria', 'Kiran', 'Leela', 'Omar', 'Nisha'],
    ['Patel', 'Khan', 'Iyer', 'Fernandes', 'Rao', 'Nair', 'Das'],
  ],
  ['hi', ['आरव', 'दिया', 'मीरा', 'रवि', 'सुनीता', 'विजय'], ['शर्मा', 'वर्मा', 'गुप्ता', 'पटेल', 'सिंह']],
  ['fa', ['سارا', 'رضا', 'نرگس', 'امیر', 'مریم'], ['کریمی', 'احمدی', 'محمدی', 'حسینی', 'رضایی']],
]
const streets = [
  'Market Road',
  'Lake Lane',
  'Station Street',
  'Temple Road',
  'Canal Street',
  'Garden Avenue',
  'Old Mill Road',
]
const wards = ['Ward 1', 'Ward 2', 'Ward 3', 'Gandhi Nagar', 'Lake View', 'Ward 12 (North)']
const channelsOfDemo: readonly (Channel | null)[] = ['sms', 'email', null, 'whatsapp', 'sms']

const pick = <Item>(items: readonly Item[], at: number): Item => {
  const item = items[at % items.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

export function demoCustomers(): CustomerRecord[] {
  return Array.from({ length: 500 }, (_, index) => {
    const [locale, first, last] = pick(people, index % 7 === 0 ? 1 : index % 11 === 0 ? 2 : 0)
    return {
      accountNo: `GV-${100_000 + index}`,
      name: `${pick(first, index * 5 + 1)} ${pick(last, index * 3 + (index >> 3))}`,
      address: `${((index * 37) % 400) + 1} ${pick(streets, index * 3)}`,
      ward: pick(wards, index),
      locale: index % 5 === 0 ? null : locale,
      preferredChannel: pick(channelsOfDemo, index),
      emails: index % 9 === 4 ? [] : [`customer${index}@example.com`],
      // A block of Indian mobile numbers; the demo never sends, its messages stay in the inbox on screen.
      phones: index % 13 === 6 ? [] : [`+9198765${String(index).padStart(5, '0')}`],
    }
  })
}

const monthBefore = (today: string, months: number): { period: string; issuedOn: string; dueOn: string } => {
  const month = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - months
  const period = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  return { period, issuedOn: `${period}-01`, dueOn: `${period}-21` }
}

export function demoBills(
  customers: readonly CustomerRecord[],
  today: string,
): (Omit<BillRecord, 'customerId'> & { accountNo: string })[] {
  let counter = 0
  return customers.flatMap((customer, index) =>
    Array.from({ length: (index * 7) % 5 }, (_, months) => {
      counter += 1
      const collection = 18_000 + ((index * 31 + months * 17) % 90) * 500
      const surcharge = index % 6 === 0 ? 4_550 : 0
      const lines = [{ label: 'Household collection', amountMinor: collection }]
      if (surcharge > 0) lines.push({ label: 'Bulky waste pickup', amountMinor: surcharge })
      return {
        billNo: `B-${10_000 + counter}`,
        accountNo: customer.accountNo,
        ...monthBefore(today, months),
        amountMinor: collection + surcharge,
        lines,
      }
    }),
  )
}
