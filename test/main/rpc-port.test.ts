import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sessionsInMemory } from '../../src/api/sessions.ts'
import type { TransferJobs } from '../../src/core/transfers/port.ts'
import { portBinder, type RpcPort } from '../../src/main/rpc-port.ts'
import { type TestOffice, testOffice } from '../support/office.ts'

/** A port in the test's hand: what is said into it, and what comes out. */
class HandPort extends EventEmitter implements RpcPort {
  readonly answers: { i: string; p: { s?: number; b?: { json?: { code?: string } } } }[] = []
  isBroken = false

  postMessage(message: string): void {
    if (this.isBroken) throw new Error('the port is closed')
    this.answers.push(JSON.parse(message))
  }
  start(): void {}
  say(data: unknown): void {
    this.emit('message', { data })
  }
  call(id: string, path: string, input?: unknown): void {
    this.say(JSON.stringify({ i: id, p: { u: path, b: input === undefined ? undefined : { json: input } } }))
  }
  async answerTo(id: string) {
    for (let turn = 0; turn < 200; turn += 1) {
      const found = this.answers.find((answer) => answer.i === id)
      if (found !== undefined) return found
      await new Promise((resolve) => setImmediate(resolve))
    }
    throw new Error(`no answer to ${id}`)
  }
}

function boundPort({ app }: Pick<TestOffice, 'app'> = testOffice()): HandPort {
  const port = new HandPort()
  const transfers = {} as TransferJobs
  const session = sessionsInMemory().at(app.terminals.enrol().terminal)
  portBinder({ app, transfers, storageFault: () => null })(port, { session, machine: null })
  return port
}

describe('a bound port', () => {
  it('answers a call', async () => {
    const port = boundPort()
    port.call('1', '/office/state')
    expect((await port.answerTo('1')).p.b?.json).toMatchObject({ configured: false })
  })

  it('says that the office is gone to a call that comes as it closes, and takes that for no defect', async () => {
    const said: string[] = []
    const { app, close } = testOffice()
    const logger = { ...app.officeData.logger, error: (what: string) => void said.push(what) }
    const port = boundPort({ app: { ...app, officeData: { ...app.officeData, logger } } })
    await close()
    for (const [id, path] of [
      ['1', '/office/state'],
      ['2', '/session/current'],
    ] as const) {
      port.call(id, path)
      expect((await port.answerTo(id)).p).toMatchObject({ s: 503, b: { json: { code: 'SERVICE_UNAVAILABLE' } } })
    }
    expect(said).toEqual([])
  })

  it.each([
    ['no such call', '/office/nothing', 404],
    ['a climb', '/../office/state/../nothing', 404],
    ['a query', '/session/signIn?data=%7B', 400],
  ])('refuses %s in order', async (_what, path, status) => {
    const port = boundPort()
    port.call('1', path)
    expect((await port.answerTo('1')).p.s).toBe(status)
  })

  it.each([
    ['a header', { i: '1', p: { u: '/office/state', h: { 'content-type': 'multipart/form-data' } } }],
    ['another method', { i: '1', p: { u: '/office/state', m: 'GET' } }],
  ])('leaves %s out of a call', async (_what, message) => {
    const port = boundPort()
    port.say(JSON.stringify(message))
    expect((await port.answerTo('1')).p.s).toBeUndefined()
  })

  it.each([
    ['a stream towards us', { i: '1', t: 3, p: { e: 'message', d: 1 } }],
    ['an unknown kind', { i: '1', t: 9, p: {} }],
    ['no path', { i: '1', p: {} }],
    ['a whole address', { i: '1', p: { u: 'http://example.com/office/state' } }],
    ['a path without end', { i: '1', p: { u: `/${'a'.repeat(5_000)}` } }],
  ])('refuses %s by its name', async (_what, message) => {
    const port = boundPort()
    port.say(JSON.stringify(message))
    const answer = await port.answerTo('1')
    expect(answer.p.s).toBe(400)
    expect(answer.p.b?.json?.code).toBe('BAD_REQUEST')
  })

  it('drops what names no call, and still answers the next', async () => {
    const port = boundPort()
    const nothing: unknown[] = [
      '',
      '{',
      'null',
      '[]',
      '{"i":1}',
      undefined,
      null,
      42,
      new Uint8Array([255, 255]),
      { i: '1', p: { u: '/office/state' } },
      '['.repeat(100_000),
      `"${'x'.repeat(5 * 1024 * 1024)}"`,
    ]
    for (const data of nothing) port.say(data)
    port.call('last', '/office/state')
    await port.answerTo('last')
    expect(port.answers).toHaveLength(1)
  })

  it('survives any JSON there is', async () => {
    const port = boundPort()
    let id = 0
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom('/session/signIn', '/verification/verify', '/x'),
        async (b, u) => {
          id += 1
          port.say(JSON.stringify({ i: String(id), p: { u, b } }))
          expect((await port.answerTo(String(id))).p.s).toBeGreaterThanOrEqual(400)
          port.say(JSON.stringify(b))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('does not fall over an answer nobody waits for', async () => {
    const port = boundPort()
    port.call('1', '/office/state')
    port.isBroken = true
    port.emit('close')
    await new Promise((resolve) => setTimeout(resolve, 20))
    port.isBroken = false
    expect(port.answers).toEqual([])
  })
})
