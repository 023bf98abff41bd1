// Runs after `npm ci`: builds the product, so that `npx counterfoil` works at once. A failed or impossible build must not
// fail the install; the counterfoil command builds, or says why it cannot, when it is first called.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
if (existsSync(`${root}node_modules/electron-vite`) && existsSync(`${root}src`)) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const build = spawnSync(npm, ['run', '--silent', 'build'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (build.status !== 0) process.stderr.write('The build failed; "npm run build" shows why.\n')
}
