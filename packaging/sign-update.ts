/**
 * `npm run package:sign -- KEYFILE [FOLDER]`: signs every manifest that electron-builder left in FOLDER (dist), so that the
 * terminals take it. KEYFILE is the publisher's Ed25519 private key; docs/packaging.md says how to make one.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processorOf } from '../src/core/update/processor.ts'
import { readManifest } from '../src/gateways/update-feed.ts'
import { manifestSignature } from './manifest-signature.ts'

const [keyFile, folder = 'dist'] = process.argv.slice(2)

function run(): string {
  if (keyFile === undefined) return 'package:sign wants the file of the private key'
  const key = createPrivateKey(readFileSync(keyFile))
  if (key.asymmetricKeyType !== 'ed25519') return `${keyFile} holds no Ed25519 key`
  const manifests = readdirSync(folder).filter((name) => /^(latest|beta)[a-z0-9-]*\.yml$/.test(name))
  if (manifests.length === 0) return `There is no manifest (latest*.yml, beta*.yml) in ${folder}`
  for (const name of manifests) {
    const manifest = readFileSync(join(folder, name))
    const release = readManifest(manifest.toString('utf8'))
    if (release === null) return `${name} is not a manifest that a terminal would read; nothing more was signed`
    const strange = release.files.find((file) => (processorOf(file.name) ?? 'x64') !== (processorOf(name) ?? 'x64'))
    if (strange !== undefined)
      return `${name} names ${strange.name}, which is for another processor; nothing more was signed`
    writeFileSync(join(folder, `${name}.sig`), `${manifestSignature(key, name, manifest)}\n`)
    process.stdout.write(`Signed ${name}: ${release.version} for ${release.stagingPercentage} of 100 terminals\n`)
  }
  const spki = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  process.stdout.write(`Terminals built with this key take them (resources/update/public-key.pem):\n${spki}`)
  return ''
}

let problem: string
try {
  problem = run()
} catch (error) {
  problem = error instanceof Error ? error.message : String(error)
}
if (problem !== '') {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}
