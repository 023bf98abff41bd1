/** Seconds from starting `counterfoil serve`, as built, to its ready line, with `--rows` customers on file. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildRegister } from '../../src/app.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { type Bench, benchOffice, inFolder, percentile, root, rounded } from './measure.ts'
import { person } from './people.ts'

const rounds = 11
const batch = 2_000

function timeToReady(folder: string): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), 'serve', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let readyMs: number | null = null
    child.stdout.on('data', (data: Buffer) => {
      if (readyMs !== null || !data.toString().includes('Counterfoil is at')) return
      readyMs = performance.now() - started
      child.kill('SIGTERM')
    })
    child.once('exit', (code) => (readyMs === null ? reject(new Error(`serve ended with ${code}`)) : resolve(readyMs)))
  })
}

export const startBench: Bench = {
  defaultRows: 100_000,
  run: (rows) =>
    inFolder(async (folder) => {
      if (!existsSync(join(root, 'out/main/cli.js'))) throw new Error('build first: npm run build')
      const office = benchOffice(folder)
      office.settings.change({ region: 'IN', currency: 'INR' }, bySystem)
      const { customers } = buildRegister(office)
      for (let from = 0; from < rows; from += batch) {
        office.transact(() => {
          for (let at = from; at < Math.min(rows, from + batch); at += 1) customers.upsert(person(at))
        })
      }
      office.db.close()
      const samples = new Float64Array(rounds)
      for (let round = 0; round < rounds; round += 1) samples[round] = await timeToReady(folder)
      return {
        firstMs: rounded(samples[0] ?? 0),
        medianMs: rounded(percentile(samples, 50)),
        maxMs: rounded(percentile(samples, 100)),
      }
    }),
}
