import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CommandContext } from '../../src/cli/command.ts'
import { startCommand } from '../../src/cli/start.ts'
import { temporaryFolder } from '../support/office.ts'

it('start passes --demo on to the desktop terminal, and says what only the Node host has use for', async () => {
  const root = temporaryFolder()
  // A runtime where Electron's installer puts it: Node itself, which runs the project's main file as Electron would.
  mkdirSync(join(root, 'node_modules/electron/dist'), { recursive: true })
  writeFileSync(join(root, 'node_modules/electron/path.txt'), 'electron')
  symlinkSync(process.execPath, join(root, 'node_modules/electron/dist/electron'))
  mkdirSync(join(root, 'out/main'), { recursive: true })
  writeFileSync(join(root, 'package.json'), JSON.stringify({ main: './out/main/index.js' }))
  const told = `require('node:fs').writeFileSync(${JSON.stringify(join(root, 'told'))}, process.argv.slice(2).join(' '))`
  writeFileSync(join(root, 'out/main/index.js'), told)
  const said: string[] = []
  const context: CommandContext = {
    env: { DISPLAY: ':0' },
    migrationsFolder: '',
    headquartersMigrations: '',
    workerUrl: new URL('file:///'),
    screens: '',
    root,
    out: (line) => said.push(line),
    fail: (line) => said.push(line),
  }
  expect(await startCommand.run(['--demo', '--port', '0'], '/office', context)).toBe(0)
  expect(readFileSync(join(root, 'told'), 'utf8')).toBe('--data /office --demo')
  expect(said).toEqual(['The desktop terminal opens no port: --port is for "serve".'])
})
