import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { JobProgress } from '../../../src/contract/transfers.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import type { TransferJobs } from '../../../src/core/transfers/port.ts'
import { transferJobs } from '../../../src/storage/transfers/jobs.ts'
import { writeMessyCustomers } from '../../support/csv-office.ts'
import { type CsvOffice, csvOffice, customerLine, customersHeader, placeOf } from '../../support/csv-transfers.ts'
import { quietLog } from '../../support/office.ts'

interface JobOffice extends CsvOffice {
  readonly jobs: TransferJobs
  pass(ms: number): void
}

function jobOffice(): JobOffice {
  const test = csvOffice('IN')
  let nowMs = 1_000_000
  const jobs = transferJobs({
    ...placeOf(test.folder),
    clock: { now: () => nowMs },
    newId: test.office.newId,
    logger: quietLog,
  })
  onTestFinished(() => jobs.close())
  return {
    ...test,
    jobs,
    pass: (ms) => {
      nowMs += ms
    },
  }
}

async function upload(jobs: TransferJobs, bytes: Buffer, step = 1_000): Promise<string> {
  const { uploadId } = jobs.openUpload({ kind: 'customers', fileName: 'people.csv', bytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += step) {
    const base64 = bytes.subarray(offset, offset + step).toString('base64')
    const answer = await jobs.append(uploadId, offset, base64)
    expect(answer).toEqual({ outcome: 'done', received: Math.min(bytes.length, offset + step) })
  }
  return uploadId
}

async function follow(jobs: TransferJobs, jobId: string): Promise<JobProgress[]> {
  const seen: JobProgress[] = []
  for await (const progress of jobs.watch(jobId, undefined)) seen.push(progress)
  return seen
}

function started(answer: { outcome: string; jobId?: string }): string {
  if (answer.jobId === undefined) throw new Error(JSON.stringify(answer))
  return answer.jobId
}

async function readAll(jobs: TransferJobs, jobId: string): Promise<string> {
  let text = ''
  for (let offset: number | null = 0; offset !== null; ) {
    const piece: { text: string; nextOffset: number | null } | null = await jobs.readFile(jobId, offset)
    if (piece === null) throw new Error('no file')
    text += piece.text
    offset = piece.nextOffset
  }
  return text
}

const people = Buffer.from(`${customersHeader}\n${customerLine('C-1', 'सुनीता')}\n${customerLine('C-2', '')}\n`)

describe('an import from a screen', () => {
  it('takes an upload piece by piece, is watched to its end, and hands out its rejects', async () => {
    const { jobs, folder, count } = jobOffice()
    const uploadId = await upload(jobs, people, 7)
    const jobId = started(await jobs.startImport(uploadId, bySystem))
    const seen = await follow(jobs, jobId)
    expect(seen.at(-1)).toMatchObject({ jobId, state: 'done', rows: 2, added: 1, rejected: 1, fraction: 1 })
    expect(count('customer')).toBe(1)
    expect(await readAll(jobs, jobId)).toBe('row,column,value,reason\n3,name,,must not be blank\n')
    expect(readdirSync(join(folder, 'jobs', uploadId))).toEqual(['upload.rejects.csv'])
  })

  it('names the file as the person knows it', async () => {
    const { jobs } = jobOffice()
    const uploadId = await upload(jobs, Buffer.from('S\xe3o', 'latin1'))
    const seen = await follow(jobs, started(await jobs.startImport(uploadId, bySystem)))
    expect(seen.at(-1)?.failure).toMatch(/^people\.csv is not UTF-8: byte 2,/)
  })

  it('has no rejects to hand out where there were none', async () => {
    const { jobs } = jobOffice()
    const uploadId = await upload(jobs, Buffer.from(`${customersHeader}\n${customerLine('C-1')}`))
    const jobId = started(await jobs.startImport(uploadId, bySystem))
    await follow(jobs, jobId)
    expect(await jobs.readFile(jobId, 0)).toBeNull()
  })

  it('runs alone, and stops after the batch under way when cancelled', async () => {
    const { jobs, folder, count } = jobOffice()
    const file = join(folder, 'big.csv')
    writeMessyCustomers(file, { rows: 8_000 })
    const big = await upload(jobs, readFileSync(file), 1 << 20)
    const small = await upload(jobs, people)
    const jobId = started(await jobs.startImport(big, bySystem))
    expect(await jobs.startImport(small, bySystem)).toEqual({ outcome: 'refused', reason: 'busy' })
    let last: JobProgress | undefined
    for await (const progress of jobs.watch(jobId, undefined)) {
      last = progress
      if (progress.rows > 0) expect(jobs.cancel(jobId)).toBe(true)
    }
    expect(last?.state).toBe('cancelled')
    expect(count('customer')).toBe(last?.added)
    expect((await jobs.startImport(small, bySystem)).outcome).toBe('started')
  })
})

describe('an upload', () => {
  it('is taken in order, no more than announced, and no piece twice over', async () => {
    const { jobs } = jobOffice()
    const { uploadId } = jobs.openUpload({ kind: 'customers', fileName: 'x.csv', bytes: 6 })
    const send = (offset: number, text: string) => jobs.append(uploadId, offset, Buffer.from(text).toString('base64'))
    expect(await send(1, 'b')).toEqual({ outcome: 'refused', reason: 'out_of_order' })
    const both = await Promise.all([send(0, 'abc'), send(0, 'abc')])
    expect(both).toEqual([
      { outcome: 'done', received: 3 },
      { outcome: 'done', received: 3 },
    ])
    expect(await send(0, 'ab')).toEqual({ outcome: 'refused', reason: 'out_of_order' })
    expect(await send(3, 'defg')).toEqual({ outcome: 'refused', reason: 'too_large' })
    expect(await jobs.append(uploadId, 3, '***')).toEqual({ outcome: 'refused', reason: 'out_of_order' })
    expect(await jobs.startImport(uploadId, bySystem)).toEqual({ outcome: 'refused', reason: 'incomplete' })
    expect(await send(3, 'def')).toEqual({ outcome: 'done', received: 6 })
    expect(await jobs.append('no-such', 0, '')).toEqual({ outcome: 'refused', reason: 'not_found' })
    expect(await jobs.startImport('no-such', bySystem)).toEqual({ outcome: 'refused', reason: 'not_found' })
  })

  it('of more than 2 GiB takes nothing', async () => {
    const { jobs } = jobOffice()
    const { uploadId } = jobs.openUpload({ kind: 'bills', fileName: 'x.csv', bytes: 2 ** 31 + 1 })
    expect(await jobs.append(uploadId, 0, 'YQ==')).toEqual({ outcome: 'refused', reason: 'too_large' })
  })

  it('gives way to newer ones where too many are open', async () => {
    const { jobs, folder } = jobOffice()
    const ids = Array.from({ length: 10 }, () => jobs.openUpload({ kind: 'bills', fileName: 'x', bytes: 1 }).uploadId)
    expect(readdirSync(join(folder, 'jobs')).sort()).toEqual(ids.slice(2).sort())
  })
})

describe('an export for a screen', () => {
  it('is read back piece by piece, cut between characters', async () => {
    const { jobs, importText } = jobOffice()
    const lines = Array.from({ length: 11_000 }, (_, index) => customerLine(`C-${index}`, `سارا सुनीता ${index}`))
    await importText('customers', `${customersHeader}\n${lines.join('\n')}\n`)
    const jobId = started(jobs.startExport('customers', bySystem))
    expect(jobs.startExport('bills', bySystem)).toEqual({ outcome: 'refused', reason: 'busy' })
    const last = (await follow(jobs, jobId)).at(-1)
    expect(last).toMatchObject({ state: 'done', rows: 11_000 })
    const first = await jobs.readFile(jobId, 0)
    expect(first?.nextOffset).toBeGreaterThan(1_000_000)
    expect(await readAll(jobs, jobId)).toBe(`\uFEFF${customersHeader}\n${lines.join('\n')}\n`)
  })
})

describe('job files', () => {
  it('are gone after a day, at the next start, and when the office closes', async () => {
    const test = jobOffice()
    const jobId = started(test.jobs.startExport('audit', bySystem))
    await follow(test.jobs, jobId)
    const folder = join(test.folder, 'jobs')
    expect(readdirSync(folder)).toEqual([jobId])
    const { uploadId } = test.jobs.openUpload({ kind: 'bills', fileName: 'x', bytes: 1 })
    test.pass(24 * 60 * 60_000)
    const next = test.jobs.openUpload({ kind: 'bills', fileName: 'x', bytes: 1 }).uploadId
    expect(readdirSync(folder)).toEqual([next])
    expect(await test.jobs.readFile(jobId, 0)).toBeNull()
    expect(await test.jobs.append(uploadId, 0, 'YQ==')).toEqual({ outcome: 'refused', reason: 'not_found' })
    await test.jobs.close()
    expect(existsSync(folder)).toBe(false)

    mkdirSync(join(folder, 'old'), { recursive: true })
    writeFileSync(join(folder, 'old', 'upload.csv'), 'x')
    const again = transferJobs({
      ...placeOf(test.folder),
      clock: { now: () => 0 },
      newId: test.office.newId,
      logger: quietLog,
    })
    expect(existsSync(folder)).toBe(false)
    await again.close()
  })

  it('unknown jobs are known to nobody', async () => {
    const { jobs } = jobOffice()
    expect(jobs.cancel('no-such')).toBe(false)
    expect(await jobs.readFile('no-such', 0)).toBeNull()
    expect(await follow(jobs, 'no-such')).toEqual([])
  })
})
