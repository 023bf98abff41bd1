import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtScreens } from '../../src/api/screens.ts'
import { answerScreens } from '../../src/main/app-protocol.ts'
import { temporaryFolder } from '../support/office.ts'

function serving(held = false) {
  const root = temporaryFolder()
  const folder = join(root, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(root, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" />')
  writeFileSync(join(folder, 'assets/index.js'), 'export {}')
  let loads = 0
  const answer = answerScreens(
    builtScreens(folder, () => `nonce-${++loads}`),
    { held },
  )
  return (url: string, method = 'GET') => answer({ url, method })
}

describe('app://counterfoil', () => {
  it('answers with the page, its policy, and another nonce at each load', async () => {
    const get = serving()
    for (const nonce of ['nonce-1', 'nonce-2']) {
      const page = get('app://counterfoil/index.html#/kiosk')
      expect(page.status).toBe(200)
      expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
      expect(page.headers.get('content-security-policy')).toContain(`default-src 'none'`)
      expect(page.headers.get('x-content-type-options')).toBe('nosniff')
      expect(page.headers.get('cache-control')).toBe('no-store')
      expect(await page.text()).toContain(`content="${nonce}"`)
    }
  })

  it('lets a page in front of strangers open no dialog and no window, and save no file', () => {
    const policy = (held: boolean) => serving(held)('app://counterfoil/').headers.get('content-security-policy') ?? ''
    expect(policy(true)).toBe(`${policy(false)}; sandbox allow-scripts allow-same-origin allow-forms`)
  })

  it('answers with a built file under its own type', async () => {
    const file = serving()('app://counterfoil/assets/index.js')
    expect(file.status).toBe(200)
    expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await file.text()).toBe('export {}')
  })

  it.each([
    'app://counterfoil/../secret.txt',
    'app://counterfoil/assets/../../secret.txt',
    'app://counterfoil/..%2fsecret.txt',
    'app://counterfoil/%2e%2e/secret.txt',
    'app://counterfoil/..%5csecret.txt',
    'app://counterfoil/assets\\..\\..\\secret.txt',
    'app://counterfoil//etc/passwd',
    'app://counterfoil/%00',
    'app://counterfoil/assets',
    'app://counterfoil/assets/index.js/',
    'app://counterfoil/%',
  ])('has no file at %s', async (url) => {
    const answer = serving()(url)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('secret')
  })

  it.each(['app://other/index.html', 'app://counterfoil.evil/', 'app://a:b@counterfoil/', 'https://counterfoil/', 'x'])(
    'does not answer to %s',
    (url) => expect(serving()(url).status).toBe(403),
  )

  it('only ever reads', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(serving()('app://counterfoil/index.html', method).status).toBe(405)
    }
  })

  it('says what is missing where the screens are not built', async () => {
    const answer = answerScreens(
      builtScreens(join(temporaryFolder(), 'none'), () => 'n'),
      { held: false },
    )
    const page = answer({ url: 'app://counterfoil/', method: 'GET' })
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('not built')
  })
})
