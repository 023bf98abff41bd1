import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installedTerminal } from '../../src/main/terminal-key.ts'
import { modeOf, ownMode } from '../support/modes.ts'
import { testOffice } from '../support/office.ts'

describe('the terminal of an installation', () => {
  it('is enrolled once, and is itself after every start', () => {
    const { app, folder } = testOffice()
    const first = installedTerminal(folder, app.terminals)
    expect(installedTerminal(folder, app.terminals)).toEqual(first)
    expect(app.terminals.enrol().terminal.label).not.toBe(first.label)
  })

  it('keeps its key for its own user, and leaves no copy', () => {
    const { app, folder } = testOffice()
    installedTerminal(folder, app.terminals)
    expect(modeOf(join(folder, 'terminal.key'))).toBe(ownMode)
    expect(readFileSync(join(folder, 'terminal.key'), 'utf8')).toMatch(/^[\w-]{43}\n$/)
    expect(existsSync(join(folder, 'terminal.key.new'))).toBe(false)
  })

  it('is enrolled anew where the database does not know the key', () => {
    const { app, folder } = testOffice()
    writeFileSync(join(folder, 'terminal.key'), 'of another office\n')
    const terminal = installedTerminal(folder, app.terminals)
    expect(installedTerminal(folder, app.terminals)).toEqual(terminal)
  })
})
