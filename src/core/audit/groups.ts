/** Which actions belong together for a person who filters the trail: by what stands before the dot. */
import { type AuditGroup, auditGroups } from '../../contract/audit-filter.ts'

type NamedGroup = Exclude<AuditGroup, 'other'>

export const areasOf: Readonly<Record<NamedGroup, readonly string[]>> = {
  codes: ['code', 'codes'],
  visits: ['visit'],
  money: ['payment', 'pay_code', 'receipt'],
  customers: ['customer', 'contact', 'authenticator'],
  feedback: ['feedback'],
  staff: ['staff', 'session', 'password', 'second_factor', 'recovery'],
  messages: ['message', 'provider', 'routes', 'template', 'alarm'],
  terminals: ['terminal', 'terminals', 'pairing', 'tls', 'printer'],
  transfers: ['customers', 'bills', 'payments'],
  office: ['office', 'settings', 'clock', 'backup', 'headquarters', 'audit', 'rest', 'user'],
}

export const namedAreas: readonly string[] = auditGroups.flatMap((group) => (group === 'other' ? [] : areasOf[group]))
