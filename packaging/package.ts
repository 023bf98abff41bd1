/**
 * `npm run package [-- electron-builder's arguments]`: makes the installers, or says in plain words how far it came and why.
 * Run by `npm run`, after the build.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { electronRuntime } from '../src/cli/electron-runtime.ts'
import { splitManifests } from './split-manifests.ts'
import { standInElectron } from './stand-in.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const say = (line: string): boolean => process.stdout.write(`${line}\n`)

function electronBuilder(args: readonly string[]): boolean {
  const cli = fileURLToPath(import.meta.resolve('electron-builder/cli.js'))
  const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' })
  return status === 0
}

/** Lays the product out without a program that could run it; true where that much could be done. */
async function layOut(): Promise<boolean> {
  const isWindows = process.platform === 'win32'
  const folder = await standInElectron([isWindows ? 'electron.exe' : 'electron'])
  try {
    return electronBuilder(['--dir', `-c.electronDist=${folder}`, '-c.directories.output=dist/without-electron'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const asked = process.argv.slice(2)
const runtime = asked.some((arg) => arg.includes('electronDist'))
  ? { file: 'given' }
  : await electronRuntime({ root, out: (line) => void say(line) })
if (runtime.file !== null) {
  const isMade = electronBuilder(['--publish', 'never', ...asked])
  const dist = join(root, 'dist')
  if (isMade && existsSync(dist)) splitManifests(dist)
  say(isMade ? 'The installers are in dist.' : 'The installers were not made; the lines above say why.')
  if (!isMade) process.exitCode = 1
} else {
  const isLaidOut = process.platform === 'darwin' ? false : await layOut()
  say('')
  say(`No installer was made: each holds Electron, and ${runtime.why}.`)
  if (isLaidOut) {
    say(
      'The product itself was built and packed as it would be: dist/without-electron holds it. It cannot be started from there.',
    )
  } else say('The product itself was built: out holds it.')
  say(
    'Run this again on a machine that reaches github.com, or name an Electron folder: npm run package -- -c.electronDist=FOLDER',
  )
  process.exitCode = 1
}
