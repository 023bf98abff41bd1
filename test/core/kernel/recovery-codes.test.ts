import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newRecoveryCodes, readRecoveryCode, recoveryHash } from '../../../src/core/kernel/recovery-codes.ts'
import { seededChance } from '../../support/office.ts'

const key = createSecretKey(Buffer.alloc(32, 7))

describe('recovery codes', () => {
  it('are distinct, and easy to copy from paper', () => {
    const codes = newRecoveryCodes(seededChance(), 10)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{5}-[A-HJKMNP-TV-Z2-9]{5}$/)
  })

  it('are read as people type them', () => {
    expect(readRecoveryCode(' k7mq2 x9rta ')).toBe('K7MQ2X9RTA')
    expect(readRecoveryCode('K7MQ۲-X۹RTA')).toBe('K7MQ2X9RTA')
    for (const no of ['', '123456', 'K7MQ2-X9RT', 'K7MQ2-X9RTAA', 'K7MQ2-X9RT0'])
      expect(readRecoveryCode(no)).toBeNull()
  })

  it('are kept bound to their owner', () => {
    expect(recoveryHash(key, 'a', 'k7mq2x9rta')).toEqual(recoveryHash(key, 'a', 'K7MQ2-X9RTA'))
    expect(recoveryHash(key, 'b', 'K7MQ2-X9RTA')).not.toEqual(recoveryHash(key, 'a', 'K7MQ2-X9RTA'))
  })
})
