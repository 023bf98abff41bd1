import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PdfPrinter } from '../../../src/core/billing/receipts.ts'
import { cupsPrinters } from '../../../src/gateways/printers/cups.ts'
import { temporaryFolder } from '../../support/office.ts'
import { documentOf, english } from './given.ts'

const pdf: PdfPrinter = { print: async () => ({ outcome: 'done', pdf: Buffer.from('%PDF-1.4 slip') }) }
const document = documentOf(english)

/** A spooler of shell scripts on a `PATH` of its own, in the words that CUPS 2.4 uses. Files in its folder set its mood. */
function spooler() {
  const folder = temporaryFolder()
  const script = (name: string, lines: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\ncd "$(dirname "$0")"\n${lines}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  script(
    'lpstat',
    `case "$1" in
-e) echo Counter_1; echo Office ;;
-d) echo "system default destination: Office" ;;
-W) if [ "$2" = completed ]; then
      printf 'Counter_1-6 clerk 9 Wed Oct 21\\n\\tAlerts: aborted-by-system\\n'
      if [ ! -f forgets ]; then printf 'Counter_1-7 clerk 9 Wed Oct 21\\n\\tStatus: \\n\\tAlerts: %s\\n' "$(cat ended 2>/dev/null || echo job-completed-successfully)"; fi
    else cat queue 2>/dev/null; fi ;;
-l) if [ "$3" != Counter_1 ]; then echo "lpstat: Invalid destination name in list \\"$3\\"." >&2; exit 1; fi
    cat status 2>/dev/null || { echo "printer Counter_1 is idle.  enabled since Wed 21 Oct 2026"; echo "	Alerts: none"; } ;;
esac
exit 0`,
  )
  script(
    'lp',
    `if [ -f refuses ]; then echo "lp: Error - The printer or class does not exist." >&2; exit 1; fi
printf '%s\\n' "$@" > asked
cat > printed.pdf
if [ -f hangs ]; then exec sleep 30; fi
if [ -f holds ]; then echo "Counter_1-7 clerk 1024 Wed Oct 21" > queue; fi
echo "request id is Counter_1-7 (1 file(s))"`,
  )
  script('cancel', `echo "$1" > cancelled; rm -f queue`)
  const env = { PATH: `${folder}:${process.env.PATH}` }
  return {
    printers: cupsPrinters(env, pdf),
    put: (name: string, text = '') => writeFileSync(join(folder, name), text),
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
    has: (name: string) => existsSync(join(folder, name)),
  }
}

const soon = () => AbortSignal.timeout(2_000)

describe('printers of the operating system', () => {
  it('are listed, with the usual one', async () => {
    expect(await spooler().printers.list()).toEqual({
      state: 'listed',
      printers: [
        { name: 'Counter_1', description: '', usual: false },
        { name: 'Office', description: '', usual: true },
      ],
    })
    expect(await cupsPrinters({ PATH: '/nowhere' }, pdf).list()).toEqual({ state: 'none', why: 'no_spooler' })
  })

  it('get the PDF through lp, and it counts as printed when it has left the queue', async () => {
    const { printers, read, has } = spooler()
    expect(await printers.print('Counter_1', document, soon())).toMatchObject({ outcome: 'printed', confirmed: true })
    expect(read('asked').trim().split('\n')).toEqual(['-d', 'Counter_1', '-t', 'T1-000001', '-'])
    expect(read('printed.pdf')).toBe('%PDF-1.4 slip')
    expect(has('cancelled')).toBe(false)
  })

  it.each([['job-canceled-by-user'], ['aborted-by-system']])(
    'that gave a job up (%s) have not printed it',
    async (ended) => {
      const { printers, put } = spooler()
      put('ended', ended)
      expect(await printers.print('Counter_1', document, soon())).toMatchObject({
        outcome: 'failed',
        failure: 'printer_error',
      })
    },
  )

  it('that keep no history may have printed it', async () => {
    const { printers, put } = spooler()
    put('forgets')
    expect(await printers.print('Counter_1', document, soon())).toMatchObject({ outcome: 'printed', confirmed: false })
  })

  it('that keep a job waiting have it taken back, so that it does not come out tomorrow', async () => {
    const { printers, put, read } = spooler()
    put('holds')
    expect(await printers.print('Counter_1', document, soon())).toEqual({
      outcome: 'failed',
      failure: 'timed_out',
      words: null,
    })
    expect(read('cancelled').trim()).toBe('Counter_1-7')
  })

  it('that hang with the job in their hands may print it all the same', async () => {
    const { printers, put } = spooler()
    put('hangs')
    expect(await printers.print('Counter_1', document, AbortSignal.timeout(5_000))).toEqual({
      ...{ outcome: 'failed', failure: 'timed_out', words: null, mayBeOut: true },
    })
  })

  it.each([
    ['media-empty-error', 'paper_out'],
    ['cover-open-warning', 'cover_open'],
    ['offline-report', 'unreachable'],
  ])('that say %s are not sent to', async (alert, failure) => {
    const { printers, put, has } = spooler()
    put('status', `printer Counter_1 is idle.  enabled since today\n\tAlerts: ${alert}\n`)
    expect(await printers.print('Counter_1', document, soon())).toMatchObject({ outcome: 'failed', failure })
    expect(has('asked')).toBe(false)
  })

  it('that are unknown, stopped, refusing or without a spooler: each in its own words', async () => {
    const { printers, put } = spooler()
    expect(await printers.print('Attic', document, soon())).toMatchObject({
      failure: 'unknown_printer',
      words: 'Invalid destination name in list "Attic".',
    })
    put('refuses')
    expect(await printers.print('Counter_1', document, soon())).toMatchObject({
      failure: 'spooler_refused',
      words: 'The printer or class does not exist.',
    })
    put('status', 'printer Counter_1 disabled since Wed 21 Oct 2026 -\n\tPaused\n')
    expect(await printers.print('Counter_1', document, soon())).toMatchObject({ failure: 'spooler_refused' })
    const none = cupsPrinters({ PATH: '/nowhere' }, pdf)
    expect(await none.print('Counter_1', document, soon())).toMatchObject({ failure: 'no_spooler' })
  })
})
