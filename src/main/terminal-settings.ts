/** What this machine was set to: a small file of its own beside the office's data, under what the start was asked for. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { StartArguments } from './arguments.ts'

const settingsFile = 'terminal.json'

const displayNumber = z.int().min(1).max(16)

const fileSettings = z.strictObject({
  kiosk: z.boolean().optional(),
  display: displayNumber.optional(),
  customerDisplay: z.union([z.enum(['auto', 'off']), displayNumber]).optional(),
  openAtLogin: z.boolean().optional(),
})

export interface TerminalSettings {
  readonly kiosk: boolean
  /** The number of the display; null is the primary. */
  readonly display: number | null
  readonly customerDisplay: 'auto' | 'off' | number
  /** Null leaves the system's list of programs that start at sign-in as it is. */
  readonly openAtLogin: boolean | null
}

interface Read {
  readonly settings: z.infer<typeof fileSettings>
  /** One line on what is wrong with the file; null where nothing is. */
  readonly problem: string | null
}

function readSettings(folder: string): Read {
  try {
    const found = fileSettings.safeParse(JSON.parse(readFileSync(join(folder, settingsFile), 'utf8')))
    if (found.success) return { settings: found.data, problem: null }
    const at = found.error.issues[0]?.path.join('.') ?? ''
    return {
      settings: {},
      problem: `${settingsFile} is not understood${at === '' ? '' : ` at "${at}"`} and left aside.`,
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { settings: {}, problem: null }
    return { settings: {}, problem: `${settingsFile} cannot be read and is left aside.` }
  }
}

/** An argument counts over the file, the file over what is usual. */
export function terminalSettings(asked: StartArguments): TerminalSettings & { readonly problem: string | null } {
  const { settings, problem } = readSettings(asked.folder)
  return {
    kiosk: asked.kiosk || settings.kiosk === true,
    display: asked.display ?? settings.display ?? null,
    customerDisplay: asked.customerDisplay ?? settings.customerDisplay ?? 'auto',
    openAtLogin: asked.openAtLogin ?? settings.openAtLogin ?? null,
    problem,
  }
}
