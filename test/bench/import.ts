/** Rows per second and peak memory of importing customers, in a process of its own, as the command line does it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { type Bench, inFolder, root, rounded } from './measure.ts'
import { person } from './people.ts'

async function writeCsv(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file)
  out.write('account_no,name,email,phone,address,ward,locale,channel\n')
  for (let at = 0; at < rows; at += 1) {
    const who = person(at)
    const line = `${who.accountNo},${who.name},${who.emails[0] ?? ''},${who.phones[0] ?? ''},"${who.address}",${who.ward},,\n`
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

/** Kilobytes of the process's high-water mark so far, as Linux counts it; 0 elsewhere. */
function peakKb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    // The process is gone, or this is not Linux.
    return 0
  }
}

async function importOnce(file: string, folder: string): Promise<{ seconds: number; peakMb: number; said: string }> {
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [join(root, 'src/cli/main.ts'), 'import', 'customers', file, '--region', 'IN', '--data', join(folder, 'office')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString()
  })
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, peakKb(child.pid ?? 0))
  }, 100)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error(`the import ended with ${code}`)
  return { seconds: (performance.now() - started) / 1000, peakMb: Math.round(peak / 1024), said: said.trim() }
}

export const importBench: Bench = {
  defaultRows: 100_000,
  run: (rows) =>
    inFolder(async (folder) => {
      const file = join(folder, 'customers.csv')
      await writeCsv(file, rows)
      const first = await importOnce(file, folder)
      const again = await importOnce(file, folder)
      return {
        rowsPerSecond: Math.round(rows / first.seconds),
        peakMb: first.peakMb,
        againRowsPerSecond: Math.round(rows / again.seconds),
        againPeakMb: again.peakMb,
        againTimeRatio: rounded(again.seconds / first.seconds),
        said: first.said.split('\n').at(-1),
        againSaid: again.said.split('\n').at(-1),
      }
    }),
}
