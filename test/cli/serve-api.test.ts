import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/office.ts'
import { serveProcess } from '../support/process-host.ts'

describe('serve --api', () => {
  it('adds the REST interface, whose key is the same at the next start; without it there is none', async () => {
    const folder = temporaryFolder()
    const keys = async (args: readonly string[]): Promise<{ status: number; text: string }> => {
      const host = await serveProcess(folder, {}, args)
      try {
        const answer = await fetch(new URL('/.well-known/jwks.json', host.address))
        const docs = await fetch(new URL('/api/v1/docs', host.address))
        expect(docs.status).toBe(answer.status)
        return { status: answer.status, text: await answer.text() }
      } finally {
        await host.kill()
      }
    }
    const first = await keys(['--api'])
    expect([first.status, first.text]).toEqual([200, expect.stringContaining('Ed25519')])
    expect(await keys(['--api'])).toEqual(first)
    expect((await keys([])).status).toBe(404)
  })
})
