import type { ProviderSettings } from '../../src/contract/providers.ts'

/** A mail server of the office's own, as an administrator sets it up. Nothing listens at its port. */
export const mailServer = {
  kind: 'smtp',
  preset: 'smtp',
  enabled: true,
  lowBalanceMicros: null,
  name: 'Office mail',
  host: '127.0.0.1',
  port: 9,
  security: 'none',
  user: '',
  from: 'desk@office.example',
} as const satisfies ProviderSettings
