/** The OpenAPI 3.1 document, generated from the contract. What every refusal looks like is added to each operation. */
import type { OpenAPI } from '@orpc/contract'
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { type ProblemCode, problem, rest, restUser } from '../contract/rest.ts'
import { statusOf } from './rest-problem.ts'

/** What may go wrong anywhere. */
const anywhere: readonly ProblemCode[] = ['foreign_origin', 'storage', 'internal']
const withBody: readonly ProblemCode[] = [
  'malformed_json',
  'timed_out',
  'too_large',
  'unsupported_media_type',
  'invalid_request',
]
const refusals: Readonly<Record<keyof typeof rest, readonly ProblemCode[]>> = {
  otp: [
    ...withBody,
    'invalid_contact',
    'contact_not_served',
    'rate_limited',
    'locked',
    'blocked',
    'channel_unavailable',
  ],
  verify: [
    ...withBody,
    'invalid_contact',
    'wrong_code',
    'expired',
    'superseded',
    'nothing_asked',
    'too_many_tries',
    'locked',
    'blocked',
  ],
  refresh: [...withBody, 'invalid_refresh_token'],
  logout: [...withBody, 'not_signed_in'],
  me: ['not_signed_in'],
}

interface ProblemResponse {
  readonly description: string
  readonly content: { readonly 'application/problem+json': { readonly schema: { readonly $ref: string } } }
}

/** One response a status, naming the codes it may carry. */
function problemResponses(codes: readonly ProblemCode[]): Record<string, ProblemResponse> {
  const byStatus = Map.groupBy(codes, (code) => String(statusOf(code)))
  return Object.fromEntries(
    [...byStatus].map(([status, its]) => [
      status,
      {
        description: `\`code\`: ${its.join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

/** `version`: the product's. Paths are relative to wherever the document was had from. */
export async function restDocument(version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(rest, {
    info: {
      title: 'Counterfoil',
      version,
      description: 'Sign-in with a one-time code to a phone or a mail address.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    commonSchemas: { User: { schema: restUser }, Problem: { schema: problem } },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'counterfoil_access' },
      },
    },
  })
  const names: readonly (keyof typeof rest)[] = ['otp', 'verify', 'refresh', 'logout', 'me']
  for (const name of names) {
    const { path = '', method = 'GET' } = rest[name]['~orpc'].route
    const operation = document.paths?.[path]?.[method === 'POST' ? 'post' : 'get']
    if (operation === undefined) throw new Error(`${name} is not in the document`)
    operation.responses = { ...operation.responses, ...problemResponses([...refusals[name], ...anywhere]) }
  }
  return document
}
