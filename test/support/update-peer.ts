/** A feed on loopback with real files: what a publisher puts on a web server, and what may go wrong with it. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { manifestSignature } from '../../packaging/manifest-signature.ts'

export interface PublishOptions {
  readonly version: string
  /** What the file holds. */
  readonly content?: Buffer
  /** What the manifest says it holds. */
  readonly claimed?: Buffer
  readonly fileName?: string
  readonly stagingPercentage?: number
  readonly manifestName?: string
  readonly key?: KeyObject
}

export interface UpdatePeer {
  readonly address: string
  readonly publicKey: KeyObject
  /** By name below the feed's folder. */
  readonly files: Map<string, Buffer | string>
  /** Names whose answer breaks off half-way. */
  readonly broken: Set<string>
  /** Every path that was asked for. */
  readonly asked: string[]
  publish(options: PublishOptions): void
}

export const manifestOf = ({
  version,
  content = Buffer.from(version),
  claimed = content,
  fileName = `Counterfoil-${version}-linux-x64.AppImage`,
  stagingPercentage,
}: PublishOptions): string => {
  const sha512 = createHash('sha512').update(claimed).digest('base64')
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${fileName}`,
    `    sha512: ${sha512}`,
    `    size: ${claimed.length}`,
    `path: ${fileName}`,
    `sha512: ${sha512}`,
    `releaseDate: '2026-10-21T09:00:00.000Z'`,
    ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
    '',
  ].join('\n')
}

export async function updatePeer(): Promise<UpdatePeer> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const files = new Map<string, Buffer | string>()
  const broken = new Set<string>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '').replace(/^\/feed\//, '').replace(/\?.*$/, ''))
    asked.push(name)
    const file = files.get(name)
    if (file === undefined) {
      response.writeHead(404).end()
      return
    }
    const bytes = Buffer.from(file)
    response.writeHead(200, { 'content-length': bytes.length })
    if (!broken.has(name)) response.end(bytes)
    else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`,
    publicKey,
    files,
    broken,
    asked,
    publish(options) {
      const { manifestName: name = 'latest-linux.yml', key = privateKey, version } = options
      const manifest = manifestOf(options)
      files.set(name, manifest)
      files.set(`${name}.sig`, manifestSignature(key, name, Buffer.from(manifest)))
      files.set(
        options.fileName ?? `Counterfoil-${version}-linux-x64.AppImage`,
        options.content ?? Buffer.from(version),
      )
    },
  }
}
