import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pinoLog } from '../../src/gateways/log.ts'
import { logFile, loggedSoFar } from '../../src/gateways/log-file.ts'
import { temporaryFolder } from '../support/office.ts'

const read = (folder: string, name: string): string => readFileSync(join(folder, 'logs', name), 'utf8')

describe('the log on disk', () => {
  it('is at most five files, each at most as large as it may be, the newest lines in the first', () => {
    const folder = temporaryFolder()
    const log = logFile(folder, 100)
    for (let line = 0; line < 60; line += 1) log.write(`${String(line).padStart(19, '0')}\n`)
    const files = readdirSync(join(folder, 'logs')).sort()
    expect(files).toEqual(['counterfoil.log', ...[1, 2, 3, 4].map((number) => `counterfoil.log.${number}`)])
    for (const file of files) expect(statSync(join(folder, 'logs', file)).size).toBeLessThanOrEqual(100)
    expect(read(folder, 'counterfoil.log')).toContain('59\n')
    expect(read(folder, 'counterfoil.log.4')).toContain('35\n')
    expect(loggedSoFar(folder)).toEqual({ files: 5, bytes: 500 })
  })

  it('goes on after a restart where it was, and takes a line that is larger than a file', () => {
    const folder = temporaryFolder()
    logFile(folder, 50).write('first\n')
    logFile(folder, 50).write('second\n')
    expect(read(folder, 'counterfoil.log')).toBe('first\nsecond\n')
    logFile(folder, 50).write(`${'x'.repeat(80)}\n`)
    expect(read(folder, 'counterfoil.log.1')).toBe('first\nsecond\n')
  })

  it('stops no counter: a folder that cannot be written is passed over', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'logs'), 'a file in its place')
    expect(() => logFile(folder).write('a line\n')).not.toThrow()
    expect(loggedSoFar(folder)).toEqual({ files: 0, bytes: 0 })
  })

  it('is for the person alone who runs the counter', () => {
    const folder = temporaryFolder()
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o700)
    logFile(folder).write('a line\n')
    if (process.platform !== 'win32') expect(statSync(join(folder, 'logs', 'counterfoil.log')).mode & 0o077).toBe(0)
  })

  it('holds the fields of the list and no others, and of a stack the places alone', () => {
    const folder = temporaryFolder()
    const log = pinoLog('silent', folder)
    const error = new Error('no customer asha@example.com\nwith code 482913')
    const fields = { errorName: 'Error', stack: error.stack ?? '', name: 'Asha', code: '482913', to: '+919876543210' }
    log.error('call failed', fields)
    const line = read(folder, 'counterfoil.log')
    expect(JSON.parse(line)).toMatchObject({ msg: 'call failed', errorName: 'Error' })
    expect(line).toContain('log.test.ts')
    for (const leak of ['asha', 'Asha', '482913', '+9198']) expect(line).not.toContain(leak)
  })
})
