/** Made-up people for benchmarks, the same every run: names in three scripts, streets, phones, accounts. */
import type { CustomerRecord } from '../../src/core/customers/read-fields.ts'

const first = [
  'Farhan',
  'Vivaan',
  'Diya',
  'Gurpreet',
  'Aarav',
  'Narges',
  'Mohammad',
  'Sara',
  'Ali',
  'Maria',
  'Elena',
  'Fatima',
  'Noor',
  'Zahra',
  'Kiran',
  'Asha',
  'Ravi',
  'Meera',
  'Omar',
  'Hana',
  'سارا',
  'رضا',
  'امیر',
  'नरेश',
  'दिया',
]
const last = [
  'Patel',
  'Khan',
  'Iyer',
  'Sharma',
  'Karimi',
  'Singh',
  'Garcia',
  'Nguyen',
  'Rossi',
  'Haddad',
  'Okafor',
  'Silva',
  'Das',
  'Gupta',
  'Rao',
  'Nair',
  'Mehta',
  'Hosseini',
  'Moradi',
  'Jafari',
  'محمدی',
  'احمدی',
  'کریمی',
  'पटेल',
  'शर्मा',
]
const street = [
  'Market Road',
  'Lake Lane',
  'Station Street',
  'Temple Road',
  'خیابان ولیعصر',
  'Hill View',
  'Garden Avenue',
  'Canal Street',
  'Old Mill Road',
]
const ward = ['Gandhi Nagar', 'Lake View', 'Ward 1', 'Ward 2', 'منطقه ۲', 'District 7', 'Ward 12 (North)']

const pick = (from: readonly string[], at: number): string => from[at % from.length] ?? ''

/** Spreads `at` over the whole range, so that neighbours do not look alike. */
const mixed = (at: number, salt: number): number => Math.imul(at + salt, 2_654_435_761) >>> 0

/** A middle name of four letters, so that names are many. */
const middle = (at: number): string =>
  String.fromCharCode(
    ...[0, 5, 10, 15].map((shift, index) => (index === 0 ? 65 : 97) + ((mixed(at, 7) >>> shift) % 26)),
  )

export const phoneOf = (at: number): string => `+919${String(100_000_000 + at).padStart(9, '0')}`

export function person(at: number): CustomerRecord {
  return {
    accountNo: `IN-${100_000 + at}`,
    name: `${pick(first, mixed(at, 1))} ${middle(at)} ${pick(last, mixed(at, 2))}`,
    address: `${(mixed(at, 3) % 400) + 1} ${pick(street, mixed(at, 4))}`,
    ward: pick(ward, mixed(at, 5)),
    locale: null,
    preferredChannel: null,
    emails: at % 3 === 0 ? [`user${at}@example.net`] : [],
    phones: [phoneOf(at)],
  }
}
