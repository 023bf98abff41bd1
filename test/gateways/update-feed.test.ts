import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { machineTimers } from '../../src/gateways/system.ts'
import { readManifest, updateFeed, updateKey } from '../../src/gateways/update-feed.ts'
import { updateSettings } from '../../src/gateways/update-settings.ts'
import { manifestOf, type UpdatePeer, updatePeer } from '../support/update-peer.ts'

const feedOf = (peer: UpdatePeer, manifestName = 'latest-linux.yml') =>
  updateFeed({ address: new URL(`${peer.address}/`), manifestName, key: peer.publicKey, timers: machineTimers })

describe('the feed', () => {
  it('is believed where the publisher signed the manifest', async () => {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0', stagingPercentage: 20 })
    expect(await feedOf(peer).latest()).toMatchObject({
      ok: true,
      value: {
        version: '1.1.0',
        stagingPercentage: 20,
        files: [{ name: 'Counterfoil-1.1.0-linux-x64.AppImage', bytes: 5 }],
      },
    })
  })

  it('is not where the signature is missing, of another key, or of another manifest', async () => {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0' })
    peer.files.delete('latest-linux.yml.sig')
    expect(await feedOf(peer).latest()).toEqual({ ok: false, failure: 'signature_missing' })
    peer.publish({ version: '1.1.0', key: generateKeyPairSync('ed25519').privateKey })
    expect(await feedOf(peer).latest()).toEqual({ ok: false, failure: 'signature_wrong' })
    peer.files.set('latest-linux.yml.sig', 'not a signature')
    expect(await feedOf(peer).latest()).toEqual({ ok: false, failure: 'signature_wrong' })

    peer.publish({ version: '1.1.0' })
    const manifest = String(peer.files.get('latest-linux.yml'))
    peer.files.set('latest-linux.yml', manifest.replace('1.1.0', '1.1.1'))
    expect(await feedOf(peer).latest()).toEqual({ ok: false, failure: 'signature_wrong' })
    peer.files.set('latest-linux.yml', `${manifest}stagingPercentage: 100\n`)
    expect(await feedOf(peer).latest()).toEqual({ ok: false, failure: 'signature_wrong' })
  })

  it('cannot pass one channel’s manifest off as another’s', async () => {
    const peer = await updatePeer()
    peer.publish({ version: '1.1.0', manifestName: 'beta-linux.yml' })
    for (const end of ['', '.sig'])
      peer.files.set(`latest-linux.yml${end}`, peer.files.get(`beta-linux.yml${end}`) ?? '')
    expect(await feedOf(peer, 'beta-linux.yml').latest()).toMatchObject({ ok: true })
    expect(await feedOf(peer).latest()).toEqual({ ok: false, failure: 'signature_wrong' })
  })

  it('does not answer where nothing is there, or it breaks off', async () => {
    const peer = await updatePeer()
    expect(await feedOf(peer).latest()).toEqual({ ok: false, failure: 'unreachable' })
    peer.publish({ version: '1.1.0' })
    peer.broken.add('latest-linux.yml')
    expect(await feedOf(peer).latest()).toEqual({ ok: false, failure: 'unreachable' })
    const nowhere = updateFeed({
      address: new URL('http://127.0.0.1:1/'),
      manifestName: 'latest-linux.yml',
      key: peer.publicKey,
      timers: machineTimers,
    })
    expect(await nowhere.latest()).toEqual({ ok: false, failure: 'unreachable' })
  })
})

describe('a manifest', () => {
  const good = manifestOf({ version: '1.1.0' })
  it('names plain files with a hash and a size, and a version', () => {
    expect(readManifest(good)).toMatchObject({ version: '1.1.0', stagingPercentage: 100 })
    for (const bad of [
      '',
      ':',
      'version: 1.1.0',
      good.replace('version: 1.1.0', 'version: latest'),
      good.replace(/ {4}sha512: .*/, ''),
      good.replace(/ {4}sha512: ...../, '    sha512: '),
      good.replace(/size: \d+/, 'size: -1'),
      good.replace('- url: Counter', '- url: ../Counter'),
      good.replace('- url: Counter', '- url: https://elsewhere.example/Counter'),
      `${good}stagingPercentage: 400\n`,
    ])
      expect([bad, readManifest(bad)]).toEqual([bad, null])
  })
})

describe('the key of this build', () => {
  it('is an Ed25519 one, or none', () => {
    const pem = (key: { export(options: object): unknown }): string =>
      String(key.export({ type: 'spki', format: 'pem' }))
    expect(updateKey(pem(generateKeyPairSync('ed25519').publicKey))).not.toBeNull()
    expect(updateKey(pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey))).toBeNull()
    expect(updateKey('')).toBeNull()
  })
})

describe('the environment', () => {
  const feed = (text?: string) => {
    const { feed: read } = updateSettings({ COUNTERFOIL_UPDATE_FEED: text })
    return typeof read === 'string' ? read : read.href
  }
  it('names a feed over TLS, or one of this machine', () => {
    expect(feed('https://updates.example.com/counterfoil?x=1')).toBe('https://updates.example.com/counterfoil/')
    expect(feed('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080/')
    expect(feed('http://[::1]/a/')).toBe('http://[::1]/a/')
    for (const off of [undefined, '', ' ']) expect(feed(off)).toBe('no_feed')
    for (const plain of [
      'http://updates.example.com',
      'http://127.0.0.1.example.com',
      'http://localhost.example.com',
      'file:///srv/updates',
      'ftp://updates.example.com',
      'updates.example.com',
      'https://user:secret@updates.example.com',
    ])
      expect([plain, feed(plain)]).toEqual([plain, 'insecure_feed'])
  })

  it('names a channel and working hours, or is told what counts instead', () => {
    const usual = updateSettings({})
    expect(usual).toMatchObject({ channel: 'latest', workingHours: { fromMinute: 420, toMinute: 1_200 }, problems: [] })
    const named = updateSettings({ COUNTERFOIL_UPDATE_CHANNEL: 'beta', COUNTERFOIL_WORKING_HOURS: '09:00-17:30' })
    expect(named).toMatchObject({ channel: 'beta', workingHours: { fromMinute: 540, toMinute: 1_050 }, problems: [] })
    const wrong = updateSettings({ COUNTERFOIL_UPDATE_CHANNEL: 'nightly', COUNTERFOIL_WORKING_HOURS: 'always' })
    expect(wrong).toMatchObject({ channel: 'latest', workingHours: { fromMinute: 420, toMinute: 1_200 } })
    expect(wrong.problems).toHaveLength(2)
  })
})
