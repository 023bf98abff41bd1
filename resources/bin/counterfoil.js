#!/usr/bin/env node
// The counterfoil command. It runs on the pinned Node that the project brings, whatever node it was started with, and
// builds the product first where it has not been built yet.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const built = `${root}out/main/cli.js`
const pinned = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`

if (!existsSync(built)) {
  process.stderr.write('Building Counterfoil for the first time…\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const build = spawnSync(npm, ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (build.status !== 0) {
    process.stderr.write('Counterfoil could not be built; see above.\n')
    process.exit(1)
  }
}

if (Number(process.versions.node.split('.')[0]) >= 24 || !existsSync(pinned)) {
  await import(new URL('../../out/main/cli.js', import.meta.url).href)
} else {
  // Another Node started this: hand over to the pinned one, signals included.
  const { spawn } = await import('node:child_process')
  const child = spawn(pinned, [built, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
}
