/** Runs a program of the tests as another user, where this one is root, and gives what it said. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * The command under a shell that lets no file grow beyond so many blocks of 512 bytes, which is what a full disk does to SQLite
 * without one that is full. Linux and macOS.
 */
export function bounded(command: readonly string[], blocks: number): string[] {
  // The signal of a file that is too large is ignored, so that the write fails instead.
  return ['/bin/sh', '-c', `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, 'sh', ...command]
}

/** `blocks`: see `bounded`. */
export function runAs(
  uid: number,
  program: URL,
  args: readonly string[],
  blocks: number | null = null,
): Promise<string> {
  const isRoot = process.getuid?.() === 0
  const command = [process.execPath, fileURLToPath(program), ...args]
  const [file = '', ...rest] = blocks === null ? command : bounded(command, blocks)
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], ...(isRoot ? { uid, gid: uid } : {}) })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      said += data.toString()
    })
  return new Promise((resolve) => child.once('close', () => resolve(said)))
}
