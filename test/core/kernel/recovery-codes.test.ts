import { createSecretKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { newRecoveryCodes, recoveryCodeHmac } from '../../../src/core/kernel/recovery-codes.ts'
import { seededChance } from '../../support/office.ts'

const keys = { code: createSecretKey(Buffer.alloc(32, 1)), outbox: createSecretKey(Buffer.alloc(32, 2)) }

it('ten different recovery codes are read however they are typed, and only for their owner', () => {
  const codes = newRecoveryCodes(seededChance())
  expect(new Set(codes).size).toBe(10)
  const [code = ''] = codes
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
  const hmac = recoveryCodeHmac(keys, 's1', code)
  expect(recoveryCodeHmac(keys, 's1', ` ${code.toLowerCase().replace('-', ' ')} `)).toEqual(hmac)
  expect(recoveryCodeHmac(keys, 's1', code.replaceAll('1', 'l').replaceAll('0', 'O'))).toEqual(hmac)
  expect(recoveryCodeHmac(keys, 's2', code)).not.toEqual(hmac)
  for (const typed of ['', code.slice(1), `${code}0`, 'UUUUU-UUUUU'])
    expect(recoveryCodeHmac(keys, 's1', typed)).toBeNull()
})
