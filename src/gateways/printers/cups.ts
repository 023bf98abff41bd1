/** The operating system's own printers, through the commands of its spooler: `lp`, `lpstat`, `cancel` (CUPS; Linux and macOS). */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { PrinterOffer, PrintFailure } from '../../contract/printers.ts'
import type { PdfPrinter } from '../../core/billing/receipts.ts'
import { type PrintDocument, type PrintOutcome, printCutOff, printFailed } from '../../core/printing/port.ts'

type Env = Readonly<Record<string, string | undefined>>

interface Said {
  /** Null where there is no such command. */
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** It took too long and was ended. */
  readonly cutOff: boolean
}

/** A question to the spooler has 2 s. */
const askMs = 2_000
/** The queue is looked at again after 0.3 s. */
const againMs = 300
const mostSaid = 64 * 1024

/** Runs a command to its end, in plain English whatever the machine's language is. */
function run(env: Env, command: string, args: readonly string[], timeout: number, input?: Uint8Array): Promise<Said> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(command, args, {
      env: { ...env, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    })
    let out = ''
    let err = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out = (out + text).slice(0, mostSaid)
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(0, mostSaid)
    })
    child.once('error', () => resolve({ code: null, out, err, cutOff: false }))
    child.once('close', (code) => resolve({ code: code ?? 1, out, err, cutOff: code === null }))
    // A command that ends before it has read everything says so by its code.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

const firstLine = (text: string): string | null =>
  text
    .replace(/^\w+: (Error - )?/, '')
    .split('\n', 1)[0]
    ?.trim()
    .slice(0, 200) || null

/** What a printer's alerts and state mean. Source: RFC 8011 printer-state-reasons; `lpstat -l -p` shows them as `Alerts:`. */
function trouble(status: string): PrintFailure | null {
  const alerts = /Alerts: (.*)/.exec(status)?.[1] ?? ''
  if (/media-(empty|needed)(?!-report)/.test(alerts)) return 'paper_out'
  if (/(cover|door|interlock)-open/.test(alerts)) return 'cover_open'
  return /offline|connecting-to-device/.test(alerts) ? 'unreachable' : null
}

export interface SystemPrinters {
  list(): Promise<PrinterOffer['system']>
  print(name: string, document: PrintDocument, signal: AbortSignal): Promise<PrintOutcome>
}

export function cupsPrinters(env: Env, pdf: PdfPrinter): SystemPrinters {
  const ask = (command: string, args: readonly string[]): Promise<Said> => run(env, command, args, askMs)

  /**
   * A job also leaves the queue when somebody cancels it or the spooler gives it up. Where the spooler keeps no history, nobody can
   * say; the paper is there to be looked for. The words are RFC 8011's `job-state-reasons`.
   */
  async function howItEnded(name: string, id: string): Promise<PrintOutcome> {
    const history = (await ask('lpstat', ['-W', 'completed', '-l', '-o', name])).out.split('\n')
    const from = history.findIndex((line) => line.split(/\s/, 1)[0] === id)
    const rest = from < 0 ? [] : history.slice(from + 1)
    const to = rest.findIndex((line) => /^\S/.test(line))
    const said = rest.slice(0, to < 0 ? rest.length : to).join(' ')
    if (/job-canceled|job-aborted|aborted-by-system/.test(said)) return printFailed('printer_error')
    return { outcome: 'printed', confirmed: said.includes('job-completed-successfully'), picture: true }
  }

  /** Follows a job until the spooler has let go of it; one that stays is taken back, or it would come out some other day. */
  async function followed(name: string, id: string, signal: AbortSignal): Promise<PrintOutcome> {
    let alert: PrintFailure | null = null
    while (!signal.aborted) {
      const queue = await ask('lpstat', ['-W', 'not-completed', '-o', name])
      const waits = queue.out.split('\n').some((line) => line.split(/\s/, 1)[0] === id)
      if (queue.code === 0 && !waits) return howItEnded(name, id)
      alert = trouble((await ask('lpstat', ['-l', '-p', name])).out)
      if (alert !== null) break
      await pause(againMs)
    }
    const taken = await ask('cancel', [id])
    // It could not be taken back: it will come out when the printer is there again.
    if (taken.code !== 0) return { outcome: 'printed', confirmed: false, picture: true }
    return printFailed(alert ?? 'timed_out')
  }

  return {
    async list() {
      const names = await ask('lpstat', ['-e'])
      if (names.code === null) return { state: 'none', why: 'no_spooler' }
      const usual = /: (\S+)\s*$/.exec((await ask('lpstat', ['-d'])).out)?.[1]
      const printers = names.out
        .split('\n')
        .map((name) => name.trim())
        .filter((name) => name !== '')
      // Without a printer lpstat may say so by its code; with its scheduler gone, too.
      if (names.code !== 0 && !/No destinations/i.test(names.err)) return { state: 'none', why: 'failed' }
      return {
        state: 'listed',
        printers: printers.map((name) => ({ name, description: '', usual: name === usual })),
      }
    },
    async print(name, document, signal) {
      const status = await ask('lpstat', ['-l', '-p', name])
      if (status.code === null) return printFailed('no_spooler')
      if (status.code !== 0) return printFailed('unknown_printer', firstLine(status.err))
      const stopped = trouble(status.out)
      if (stopped !== null) return printFailed(stopped)
      if (/ disabled since /.test(status.out)) return printFailed('spooler_refused', firstLine(status.out))
      const made = await pdf.print(document.html)
      if (made.outcome === 'refused') return printFailed(made.reason === 'no_browser' ? 'no_browser' : 'picture_failed')
      if (signal.aborted) return printFailed('timed_out')
      const sent = await run(env, 'lp', ['-d', name, '-t', document.title, '-'], askMs, made.pdf)
      const id = /request id is (\S+)/.exec(sent.out)?.[1]
      // The spooler may have it already, and prints it when it can.
      if (sent.cutOff) return printCutOff('timed_out')
      if (sent.code !== 0) return printFailed('spooler_refused', firstLine(sent.err))
      if (id === undefined) return { outcome: 'printed', confirmed: false, picture: true }
      return followed(name, id, signal)
    },
  }
}

/** Windows gives a program without a window no way to print a page that every printer there understands. */
export const noSystemPrinters = (why: 'windows' | 'no_spooler'): SystemPrinters => ({
  list: async () => ({ state: 'none', why }),
  print: async () => printFailed('no_spooler'),
})
