/** Secrets for a command that stand in no list of processes and no shell's history: from a file, or from standard input. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { fileFault } from '../storage/transfers/file-fault.ts'
import { UsageError } from './command.ts'

/** Stands for standard input where a file's name is wanted. */
const standardInput = '-'

async function readStandardInput(question: string): Promise<string> {
  if (process.stdin.isTTY) {
    const asked = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return await asked.question(question)
    } finally {
      asked.close()
    }
  }
  return text(process.stdin)
}

/** All of the file, without the space around it. `question` is for a person who types. Rejects with `UsageError`. */
export async function readSecret(file: string, question: string): Promise<string> {
  let read: string
  try {
    read = file === standardInput ? await readStandardInput(question) : readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(fileFault(error, file, 'read').replace(/\.$/, ''))
  }
  if (read.trim() === '') throw new UsageError(`${file === standardInput ? 'standard input' : file} holds nothing`)
  return read.trim()
}
