/** What the REST interface serves to read: its public keys, its document, and a page of our own to try it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { restDocument } from '../../api/rest-document.ts'
import type { AccessTokens } from '../../core/users/access-tokens.ts'
import { type Answer, json } from './answers.ts'

/** Scripts, styles and calls of its own origin only; nothing inline. */
const docsPolicy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** `folder`: where the page's files lie. */
export function restPages(parts: { readonly folder: string; readonly version: string; readonly tokens: AccessTokens }) {
  let document: Promise<Answer> | null = null
  const file = (name: string, type: string) => (): Answer => ({
    status: 200,
    type: `${type}; charset=utf-8`,
    body: readFileSync(join(parts.folder, name)),
    headers: { 'Content-Security-Policy': docsPolicy, 'Cache-Control': 'no-cache' },
  })
  const pages: Readonly<Record<string, () => Answer | Promise<Answer>>> = {
    '/.well-known/jwks.json': () => json(parts.tokens.keySet(), { 'Cache-Control': 'public, max-age=300' }),
    '/api/v1/openapi.json': () => {
      document ??= restDocument(parts.version).then((made) => json(made, { 'Cache-Control': 'no-cache' }))
      return document
    },
    '/api/v1/docs': file('docs.html', 'text/html'),
    '/api/v1/docs.js': file('docs.js', 'text/javascript'),
    '/api/v1/docs.css': file('docs.css', 'text/css'),
  }
  return (path: string): (() => Answer | Promise<Answer>) | null =>
    Object.hasOwn(pages, path) ? (pages[path] ?? null) : null
}
