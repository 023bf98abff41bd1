import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ThermalPrinter } from '../../../src/contract/printers.ts'
import { chromiumPages } from '../../../src/gateways/chromium-page.ts'
import { chromiumPdf } from '../../../src/gateways/chromium-pdf.ts'
import { nodePrinters } from '../../../src/gateways/printers/host-printers.ts'
import { slipFonts } from '../../../src/gateways/slip-fonts.ts'
import { temporaryFolder } from '../../support/office.ts'
import { thermalPeer } from '../../support/thermal-peer.ts'
import { documentOf, english, onNetwork, persian, thermal } from './given.ts'

const assets = fileURLToPath(new URL('../../../out/renderer/assets/', import.meta.url))
const pages = chromiumPages(process.env, slipFonts(assets))
const printers = nodePrinters(process.env, 'linux', { pages, pdf: chromiumPdf(process.env, pages) })
const print = (printer: ThermalPrinter, document = documentOf(english), ms = 10_000) =>
  printers.print(printer, document, AbortSignal.timeout(ms))

/** Stands in for a device: written to from one end, read from the other. */
const makePipe = (path: string): void => {
  execFileSync('/usr/bin/env', ['mkfifo', path])
}

const failed = (failure: string) => ({ outcome: 'failed', failure, words: null })
const cutOff = (failure: string) => ({ ...failed(failure), mayBeOut: true })

describe('a thermal printer on the network', () => {
  it('prints, and says itself when it is done', async () => {
    const peer = await thermalPeer()
    expect(await print(onNetwork(peer.port))).toEqual({ outcome: 'printed', confirmed: true, picture: false })
    expect(peer.words()).toContain('Receipt no.')
    expect(peer.words()).toContain('INR 1,235,017.89')
    expect(peer.jobs[0]?.subarray(-3)).toEqual(Buffer.from([0x1d, 0x56, 1]))
  })

  it('is believed after a while where it has never heard of GS r', async () => {
    const peer = await thermalPeer()
    peer.be({ knowsDone: false })
    expect(await print(onNetwork(peer.port))).toEqual({ outcome: 'printed', confirmed: true, picture: false })
  })

  it('is sent to, without a promise, where it answers no question', async () => {
    const peer = await thermalPeer()
    peer.be({ answers: 'silent' })
    expect(await print(onNetwork(peer.port))).toEqual({ outcome: 'printed', confirmed: false, picture: false })
    expect(peer.words()).toContain('Thank you')
  })

  it('gets nothing while its paper is out or its cover open', async () => {
    const peer = await thermalPeer()
    peer.be({ paper: 'out' })
    expect(await print(onNetwork(peer.port))).toEqual(failed('paper_out'))
    peer.be({ paper: 'in', cover: 'open' })
    expect(await print(onNetwork(peer.port))).toEqual(failed('cover_open'))
    expect(peer.jobs.map((job) => job.length)).toEqual([0, 0])
  })

  it('tells of the paper that ran out in the middle', async () => {
    const peer = await thermalPeer()
    peer.be({ knowsDone: false })
    const printing = print(onNetwork(peer.port))
    await expect.poll(() => peer.jobs[0]?.length ?? 0).toBeGreaterThan(100)
    peer.be({ paper: 'out' })
    // The roll is changed, and the printer goes on with what it holds.
    expect(await printing).toEqual(cutOff('paper_out'))
  })

  it('is told from one that is off, and from one that drops the line in the middle', async () => {
    const peer = await thermalPeer()
    peer.be({ dropsAfter: 100 })
    expect(await print(onNetwork(peer.port))).toEqual(cutOff('disconnected'))
    await peer.off()
    expect(await print(onNetwork(peer.port))).toEqual(failed('unreachable'))
    expect(await print(thermal({ via: 'network', host: 'printer.invalid', port: 9100 }))).toEqual(failed('unreachable'))
  })

  it('that hangs costs the time of one job and no more', async () => {
    const peer = await thermalPeer()
    peer.be({ answers: 'hung' })
    expect(await print(onNetwork(peer.port), documentOf(english), 2_000)).toEqual(cutOff('timed_out'))
    expect(peer.words()).toContain('Thank you')
  })

  it('draws a right-to-left receipt in the real Chromium, as wide as the paper', { timeout: 60_000 }, async () => {
    const peer = await thermalPeer()
    for (const [paperMm, dots] of [
      [80, 576],
      [58, 384],
    ] as const) {
      expect(await print(onNetwork(peer.port, { paperMm }), documentOf(persian), 30_000)).toEqual({
        outcome: 'printed',
        confirmed: true,
        picture: true,
      })
      const job = peer.jobs.at(-1) ?? Buffer.alloc(0)
      const at = job.indexOf(Buffer.from([0x1d, 0x76, 0x30, 0]))
      expect((job[at + 4] ?? 0) * 8).toBe(dots)
      const rows = job.readUInt16LE(at + 6)
      const band = job.subarray(at + 8, at + 8 + (dots / 8) * rows)
      const ink = [...band].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
      // Words are on it, and most of it is paper.
      expect(ink / (dots * rows)).toBeGreaterThan(0.01)
      expect(ink / (dots * rows)).toBeLessThan(0.5)
      if (process.env.KEEP_PRINTS !== undefined) writeFileSync(`test-results/print-${paperMm}.bin`, job)
    }
  })

  it('says plainly that there is no browser to draw with, and prints Latin all the same', async () => {
    const peer = await thermalPeer()
    const bare = { PATH: '/nowhere', CHROME_PATH: '/nowhere/chrome' }
    const none = { ...pages, make: async () => ({ outcome: 'refused', reason: 'no_browser' }) as const }
    const here = nodePrinters(bare, 'linux', { pages: none, pdf: chromiumPdf(bare, none) })
    const signal = AbortSignal.timeout(10_000)
    expect(await here.print(onNetwork(peer.port), documentOf(persian), signal)).toEqual(failed('no_browser'))
    expect(peer.jobs.length).toBe(0)
    expect(await here.print(onNetwork(peer.port), documentOf(english), signal)).toMatchObject({ outcome: 'printed' })
  })
})

describe('a thermal printer behind a device file', () => {
  it('is written to, byte by byte as on the network', async () => {
    const path = join(temporaryFolder(), 'lp0')
    makePipe(path)
    const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    const printed = { outcome: 'printed', confirmed: false, picture: false }
    expect(await print(thermal({ via: 'usb', path }))).toEqual(printed)
    const bytes = Buffer.alloc(8_192)
    expect(bytes.toString('latin1', 0, readSync(reader, bytes))).toMatch(/Receipt no\.[\s\S]*Thank you/)
    closeSync(reader)
  })

  it('is let go of only when its driver has passed on what it took last', async () => {
    const path = join(temporaryFolder(), 'lp0')
    makePipe(path)
    const holder = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    const usb = thermal({ via: 'usb', path })
    const into = Buffer.alloc(1 << 16)
    await print(usb)
    readSync(holder, into)
    const cut = Buffer.from([0x1d, 0x56, 1])
    const job = into.indexOf(cut) + cut.length
    // A driver that takes the whole receipt and not one byte more, until someone fetches.
    const room = (1 << 16) - job
    expect(writeSync(holder, Buffer.alloc(room))).toBe(room)
    expect(await print(usb, documentOf(english), 3_000)).toEqual(cutOff('timed_out'))
    readSync(holder, into)
    expect(await print(usb)).toEqual({ outcome: 'printed', confirmed: false, picture: false })
    closeSync(holder)
  })

  it('is not there, not a device, or gives way to nobody: each is said', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'notes.txt')
    writeFileSync(path, 'important')
    expect(await print(thermal({ via: 'usb', path: join(folder, 'none') }))).toEqual(failed('device_missing'))
    expect(await print(thermal({ via: 'usb', path }))).toEqual(failed('not_a_device'))
    expect(await print(thermal({ via: 'serial', path: '/dev/null', baud: 9_600 }))).toEqual(failed('not_a_device'))
    expect(readFileSync(path, 'utf8')).toBe('important')
    // A pipe that nobody reads.
    const pipe = join(folder, 'lp1')
    makePipe(pipe)
    expect(await print(thermal({ via: 'serial', path: pipe, baud: 9_600 }))).toEqual(failed('device_missing'))
  })

  it('that takes no more bytes ends with the job’s time', async () => {
    const path = join(temporaryFolder(), 'lp0')
    makePipe(path)
    // Holds the reading end and reads nothing: a pipe is full after 64 KiB.
    const holder = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    const long = { ...documentOf(english), slip: Array.from({ length: 4_000 }, () => ({ kind: 'rule' as const })) }
    expect(await print(thermal({ via: 'usb', path }), long, 3_000)).toEqual(cutOff('timed_out'))
    closeSync(holder)
  })

  it('refuses a picture that its serial line is too slow for, before half of it is out', async () => {
    const path = join(temporaryFolder(), 'ttyS9')
    makePipe(path)
    const long = { ...documentOf(english), slip: Array.from({ length: 400 }, () => ({ kind: 'rule' as const })) }
    expect(await print(thermal({ via: 'serial', path, baud: 9_600 }), long)).toEqual(failed('too_slow'))
    const windows = nodePrinters(process.env, 'win32', { pages, pdf: chromiumPdf(process.env, pages) })
    const usb = thermal({ via: 'usb', path })
    expect(await windows.print(usb, documentOf(english), AbortSignal.timeout(1_000))).toEqual(failed('no_devices_here'))
  })
})
