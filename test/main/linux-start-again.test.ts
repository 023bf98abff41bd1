import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { startAgain } from '../../src/main/start-again.ts'
import { temporaryFolder } from '../support/office.ts'

it('an AppImage is started by a helper that outlives its mount, once the old process is gone', async () => {
  const folder = temporaryFolder()
  const image = join(folder, 'Counterfoil.AppImage')
  const mark = join(folder, 'mark')
  writeFileSync(image, `#!/bin/sh\necho "$*" > "${mark}.new"\nmv "${mark}.new" "${mark}"\n`)
  chmodSync(image, 0o755)
  const old = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] })
  let relaunches = 0
  startAgain({
    app: { relaunch: () => void relaunches++ },
    process: { env: { APPIMAGE: image }, pid: old.pid ?? 0, argv: ['counterfoil', '--kiosk', '--data', '/a folder'] },
  })
  expect(existsSync(mark)).toBe(false)
  old.stdin.end()
  await vi.waitFor(() => expect(readFileSync(mark, 'utf8').trim()).toBe('--kiosk --data /a folder'), {
    timeout: 15_000,
  })
  expect(relaunches).toBe(0)
})
