/** `npm run test:electron`: the terminal's tests in Electron's own runtime, where there is one. Node's own `npx vitest` is started with it named. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const electron = join(root, 'node_modules/electron')

/** Where the package's installer put it: `dist/` and the name that `path.txt` holds. */
function runtime(): string | null {
  const named = join(electron, 'path.txt')
  if (!existsSync(named)) return null
  const file = join(electron, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(file) ? file : null
}

const file = runtime()
if (file === null) {
  process.stderr.write('test:electron: Electron’s runtime is not here; "npx install-electron" downloads it.\n')
  process.exit(3)
}
if (process.getuid?.() === 0) {
  process.stderr.write(
    'test:electron: Chromium has no sandbox as root, and the terminal does not run without; be someone else.\n',
  )
  process.exit(3)
}

/** In Electron as in the stand-in. What only the stand-in can make happen has a name of its own: see the README here. */
const inRuntime = /^terminal.*\.test\.ts$/
const builtOnly = /^(stand-in|linux)-.*\.test\.ts$/
const files = readdirSync(join(root, 'test/main'))
const tests = [...files.filter((name) => inRuntime.test(name)).map((name) => `test/main/${name}`), 'test/parity']
const leftOut = files.filter((name) => builtOnly.test(name))
process.stdout.write(
  `In Electron: ${tests.join(', ')}\nLeft out, as only the stand-in can be made to do it: ${leftOut.join(', ')}\n`,
)
const ran = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...tests], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, COUNTERFOIL_TEST_ELECTRON: file },
})
process.exit(ran.status ?? 1)
