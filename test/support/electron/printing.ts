/**
 * Printers of a stand-in's operating system. `STAND_IN_PRINTERS` names them, `A,B`; what is printed on them goes as PDF into
 * the folder `STAND_IN_PRINTOUT`. One whose name begins with `Jammed` refuses every job; one with `Stuck` never answers.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Debugger, PrinterInfo, WebContentsPrintOptions } from 'electron'
import type { CDPSession, Page } from 'playwright-core'

const names = (): string[] => (process.env.STAND_IN_PRINTERS ?? '').split(',').filter((name) => name !== '')

export const standInPrinters = (): PrinterInfo[] =>
  names().map((name) => ({ name, displayName: name, description: '', options: {} }))

let printouts = 0

export async function printSilently(
  page: Page | undefined,
  { silent, deviceName = '' }: WebContentsPrintOptions,
  told: (success: boolean, reason: string) => void,
): Promise<void> {
  if (silent !== true) throw new Error('a stand-in has no dialog')
  if (deviceName.startsWith('Stuck')) return
  if (page === undefined) return told(false, 'nothing is loaded')
  if (!names().includes(deviceName)) return told(false, 'Invalid deviceName provided')
  if (deviceName.startsWith('Jammed')) return told(false, 'Print job failed')
  printouts += 1
  const pdf = await page.pdf({ printBackground: true })
  writeFileSync(join(process.env.STAND_IN_PRINTOUT ?? '.', `${printouts}-${deviceName}.pdf`), pdf)
  told(true, '')
}

/** The page's own DevTools, as `webContents.debugger` has them. */
export function standInDebugger(
  session: () => Promise<CDPSession>,
): Pick<Debugger, 'attach' | 'detach' | 'sendCommand'> {
  return {
    attach() {},
    detach() {},
    sendCommand: async (method, params) => (await session()).send(method as Parameters<CDPSession['send']>[0], params),
  }
}
