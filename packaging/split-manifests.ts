/**
 * Gives every processor a manifest of its own. electron-builder writes one `latest.yml` and one `latest-mac.yml` whatever
 * was built, so that the one of the next machine would go over this one's.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump, load } from 'js-yaml'
import type { UpdateChannel } from '../src/contract/update.ts'
import { manifestName } from '../src/core/update/manifest-proof.ts'
import { processorOf } from '../src/core/update/processor.ts'

interface Written {
  files: { url: string; sha512: string }[]
}

/** `latest.yml` or `beta-mac.yml`: what electron-builder writes without a processor in its name. Null for another file. */
function asBuilt(name: string): { channel: UpdateChannel; platform: string } | null {
  const [, channel, mac] = /^(latest|beta)(-mac)?\.yml$/.exec(name) ?? []
  return channel === undefined
    ? null
    : { channel: channel as UpdateChannel, platform: mac === undefined ? 'win32' : 'darwin' }
}

/** A file that does not say is taken for the usual one's. */
const processorFor = (fileName: string): string => processorOf(fileName) ?? 'x64'

/** Call once electron-builder is done with `folder`. Twice does no harm. */
export function splitManifests(folder: string): void {
  for (const name of readdirSync(folder)) {
    const built = asBuilt(name)
    if (built === null) continue
    const manifest = load(readFileSync(join(folder, name), 'utf8')) as Written
    const processors = new Set(manifest.files.map(({ url }) => processorFor(url)))
    for (const processor of processors) {
      const files = manifest.files.filter(({ url }) => processorFor(url) === processor)
      const its = { ...manifest, files, path: files[0]?.url, sha512: files[0]?.sha512 }
      writeFileSync(join(folder, manifestName(built.channel, built.platform, processor)), dump(its))
    }
    if (!processors.has('x64')) rmSync(join(folder, name))
  }
}
