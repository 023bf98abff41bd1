/**
 * What this machine was set to: a small file of its own beside the office's data, under what the start was asked for. A
 * file that cannot be understood never opens a kiosk: it is one until someone puts the file right.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { StartArguments } from './arguments.ts'

const settingsFile = 'terminal.json'

const displayNumber = z.int().min(1).max(16)

const fileSettings = z.strictObject({
  kiosk: z.boolean().optional(),
  /** An administrator made this terminal a kiosk on screen. Written by the program, for a start that cannot ask the office. */
  madeKiosk: z.boolean().optional(),
  display: displayNumber.optional(),
  customerDisplay: z.union([z.enum(['auto', 'off']), displayNumber]).optional(),
  openAtLogin: z.boolean().optional(),
})
type FileSettings = z.infer<typeof fileSettings>

export interface TerminalSettings {
  readonly kiosk: boolean
  /** The number of the display; null is the primary. */
  readonly display: number | null
  readonly customerDisplay: 'auto' | 'off' | number
  /** Null leaves the system's list of programs that start at sign-in as it is. */
  readonly openAtLogin: boolean | null
}

export interface StartSettings extends TerminalSettings {
  /** The office said so when it last answered. Counts where it cannot be asked. */
  readonly madeKiosk: boolean
  /** One line on what is wrong with the file; null where nothing is. */
  readonly problem: string | null
}

interface Read {
  readonly settings: FileSettings
  readonly problem: string | null
}

const held: FileSettings = { kiosk: true }
const unreadable: Read = {
  settings: held,
  problem: `${settingsFile} cannot be read: this terminal is locked as a kiosk until that is put right.`,
}

/** The file as it was written; null where there is none. Throws where it cannot be read. */
function written(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, settingsFile), 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT' || code === 'ENOTDIR') return {}
    throw error
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readSettings(folder: string): Read {
  let found: unknown
  try {
    found = written(folder)
  } catch {
    return unreadable
  }
  if (!isRecord(found)) return unreadable
  const whole = fileSettings.safeParse(found)
  if (whole.success) return { settings: whole.data, problem: null }
  const wrong = whole.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? '')],
  )
  const rest = fileSettings.safeParse(Object.fromEntries(Object.entries(found).filter(([key]) => !wrong.includes(key))))
  if (!rest.success) return unreadable
  const { kiosk } = rest.data
  // A word nobody knows may be "kiosk", misspelt; a display that does not exist says nothing about that.
  const isUnsure = kiosk === undefined && wrong.some((key) => key === 'kiosk' || !(key in fileSettings.shape))
  const problem = `${settingsFile} is not understood at "${wrong[0] ?? ''}", which is left aside.`
  return { settings: isUnsure ? { ...rest.data, ...held } : rest.data, problem }
}

/** An argument counts over the file, the file over what is usual. */
export function terminalSettings(asked: StartArguments): StartSettings {
  const { settings, problem } = readSettings(asked.folder)
  return {
    kiosk: asked.kiosk || settings.kiosk === true,
    madeKiosk: settings.madeKiosk === true,
    display: asked.display ?? settings.display ?? null,
    customerDisplay: asked.customerDisplay ?? settings.customerDisplay ?? 'auto',
    openAtLogin: asked.openAtLogin ?? settings.openAtLogin ?? null,
    problem,
  }
}

/** What this start was told of the terminal, and its file does not say: arguments for a start that should be like it. */
export function argumentsAgain(asked: StartArguments): string[] {
  const kept = terminalSettings({ ...asked, kiosk: false, display: null, customerDisplay: null })
  const { kiosk, display, customerDisplay: customer } = asked
  return [
    ...(kiosk && !kept.kiosk ? ['--kiosk'] : []),
    ...(display === null || display === kept.display ? [] : [`--display=${display}`]),
    ...(customer === null || customer === kept.customerDisplay ? [] : [`--customer-display=${customer}`]),
  ]
}

/** Keeps what the office said of this terminal. False where it could not be written; a file that is not understood stays as it is. */
export function rememberKiosk(folder: string, madeKiosk: boolean): boolean {
  try {
    const found = written(folder)
    if (!isRecord(found)) return false
    const { madeKiosk: before = false, ...others } = found
    if (before === madeKiosk) return true
    const file = join(folder, settingsFile)
    const settings = madeKiosk ? { ...others, madeKiosk } : others
    // Beside, flushed, then renamed into place: a power cut leaves the old file or the new one.
    writeFileSync(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
    return true
  } catch {
    return false
  }
}
