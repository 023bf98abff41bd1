import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/office.ts'
import { runCommand, serveProcess } from '../support/process-host.ts'

const oneLine = (text: string): boolean => text.trim().split('\n').length === 1

describe('serve', () => {
  it('lets other machines come over TLS, says by which certificate, and refuses one that cannot serve', async () => {
    const folder = temporaryFolder()
    const host = await serveProcess(folder, {}, ['--host', '0.0.0.0'])
    expect(host.address).toMatch(/^https:/)
    const files = [join(folder, 'tls-certificate.pem'), join(folder, 'tls-key.pem')] as const
    const { fingerprint256 } = new X509Certificate(readFileSync(files[0]))
    await expect.poll(() => host.said()).toContain(`Its certificate has the SHA-256 fingerprint ${fingerprint256}\n`)
    await host.kill()
    const own = await serveProcess(folder, {}, ['--cert', files[0], '--key', files[1]])
    expect(own.address).toMatch(/^https:\/\/127\.0\.0\.1:/)
    await own.kill()
    const swapped = await runCommand(['serve', '--port', '0', '--data', folder, '--cert', files[1], '--key', files[0]])
    expect([swapped.code, oneLine(swapped.err)]).toEqual([1, true])
    expect(swapped.err).toContain('The certificate cannot be used')
    const elsewhere = await runCommand(['serve', '--port', '0', '--data', folder, '--host', '198.51.100.77'])
    expect(elsewhere.err).toContain('198.51.100.77 is not an address of this machine.')
  })
})
