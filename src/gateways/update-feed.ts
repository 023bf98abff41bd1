/** The feed: a folder on a web server, with the manifest electron-builder wrote and our signature of it. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { load } from 'js-yaml'
import { z } from 'zod'
import { done, failed } from '../core/kernel/outcome.ts'
import type { Timers } from '../core/kernel/timers.ts'
import type { Release, UpdateFeed } from '../core/update/feed.ts'
import { signedBytes } from '../core/update/manifest-proof.ts'
import { isVersion } from '../core/update/version.ts'
import { exchangeOnce } from './http-exchange.ts'

const deadlineMs = 30_000

/** Names are plain, so that nothing leaves the feed's own folder; a hash is a must, for the download is proven by it. */
const manifestSchema = z.object({
  version: z.string().refine(isVersion),
  files: z
    .array(
      z.object({
        url: z
          .string()
          .max(200)
          .regex(/^[A-Za-z0-9_][A-Za-z0-9_. -]*$/),
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
        size: z.int().positive(),
      }),
    )
    .min(1)
    .max(20),
  stagingPercentage: z.number().min(0).max(100).optional(),
})

/** What a proven manifest says; null for what is none. Exported for the one who signs it. */
export function readManifest(text: string): Release | null {
  let loaded: unknown
  try {
    loaded = load(text)
  } catch {
    return null
  }
  const read = manifestSchema.safeParse(loaded)
  if (!read.success) return null
  const { version, files, stagingPercentage = 100 } = read.data
  return {
    version,
    stagingPercentage,
    files: files.map(({ url, sha512, size }) => ({ name: url, sha512, bytes: size })),
  }
}

/** The key that is part of this build; null where none is, or none that Ed25519 signatures are proven with. */
export function updateKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

export interface FeedParts {
  /** Ends in a slash. */
  readonly address: URL
  readonly manifestName: string
  readonly key: KeyObject
  readonly timers: Timers
}

export function updateFeed({ address, manifestName, key, timers }: FeedParts): UpdateFeed {
  /** The text; null where there is none; throws nothing. */
  async function fetchText(name: string): Promise<{ text: string } | 'missing' | 'unreachable'> {
    const ask = {
      method: 'GET',
      url: new URL(name, address),
      headers: { 'cache-control': 'no-cache' },
      body: null,
    } as const
    const fate = await exchangeOnce(ask, timers.deadline(deadlineMs))
    if (fate.fate !== 'answered') return 'unreachable'
    if (fate.status === 200) return { text: fate.body }
    return fate.status === 404 || fate.status === 403 ? 'missing' : 'unreachable'
  }
  return {
    async latest() {
      const manifest = await fetchText(manifestName)
      if (typeof manifest === 'string') return failed('unreachable')
      const signature = await fetchText(`${manifestName}.sig`)
      if (signature === 'unreachable') return failed('unreachable')
      if (signature === 'missing' || signature.text.trim() === '') return failed('signature_missing')
      const signed = signedBytes(manifestName, Buffer.from(manifest.text, 'utf8'))
      if (!verify(null, signed, key, Buffer.from(signature.text.trim(), 'base64'))) return failed('signature_wrong')
      const release = readManifest(manifest.text)
      return release === null ? failed('unreadable') : done(release)
    },
  }
}
