/**
 * What a client of the REST interface may ask (`serve --api`): sign-in with a code to a phone or a mail address, the tokens
 * that follow, and who one is. Paths and shapes stay; they change only by adding.
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'

const phoneNumber = z
  .string()
  .min(1)
  .max(40)
  .meta({
    description: 'In any notation of the office’s country, or international with +. Answers carry E.164.',
    examples: ['+919812345678'],
  })
const email = z
  .string()
  .min(3)
  .max(254)
  .meta({ examples: ['someone@example.org'] })
const code = z
  .string()
  .min(1)
  .max(40)
  .meta({ description: 'As it was received.', examples: ['482913'] })
const refreshToken = z.string().min(1).max(200)

export const restUser = z
  .object({
    id: z.uuid(),
    phone_number: z.string().nullable(),
    email: z.string().nullable(),
    username: z.string().nullable(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
  })
  .meta({ description: 'A user; made at the first right code to a contact.' })
export type RestUser = z.infer<typeof restUser>

const tokens = z.object({
  access_token: z.string().meta({ description: 'JWT signed with EdDSA; good for 15 minutes.' }),
  refresh_token: z.string().meta({ description: 'Good once, for 30 days. Shown twice, it ends the sign-in.' }),
})

const asked = {
  message: z.string(),
  expires_in: z.int().min(0).meta({ description: 'Seconds in which the code may be given.' }),
}

/** Every refusal's `code`. Clients decide by it; titles and details are for people and may change. */
export const problemCodes = [
  'malformed_json',
  'invalid_request',
  'invalid_contact',
  'contact_not_served',
  'not_signed_in',
  'invalid_refresh_token',
  'wrong_code',
  'expired',
  'superseded',
  'nothing_asked',
  'too_many_tries',
  'locked',
  'blocked',
  'rate_limited',
  'foreign_origin',
  'not_found',
  'method_not_allowed',
  'timed_out',
  'too_large',
  'unsupported_media_type',
  'channel_unavailable',
  'storage',
  'internal',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** RFC 9457. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    code: z.enum(problemCodes).meta({ description: 'Stable; decide by this.' }),
    attempts_left: z.int().min(0).optional().meta({ description: 'Tries this code has left.' }),
    retry_after: z.int().min(0).optional().meta({ description: 'Seconds after which the same may succeed.' }),
    trace_id: z.string().optional().meta({ description: 'Finds a defect of ours in the log.' }),
  })
  .meta({ description: 'Why a request was refused, RFC 9457.' })
export type Problem = z.infer<typeof problem>

const usr = oc.route({ tags: ['Users'] })

export const rest = {
  otp: usr
    .route({
      method: 'POST',
      path: '/api/v1/usr/otp',
      operationId: 'askForCode',
      summary: 'Send a code to a phone or a mail address',
      description: 'Asked again within a minute, the code on its way stands and nothing new is sent.',
      successDescription: 'A code is on its way. The same for contacts with and without a user.',
    })
    .input(z.union([z.strictObject({ phone_number: phoneNumber }), z.strictObject({ email })]))
    .output(
      z.union([
        z.strictObject({ phone_number: z.string(), ...asked }),
        z.strictObject({ email: z.string(), ...asked }),
      ]),
    ),
  verify: usr
    .route({
      method: 'POST',
      path: '/api/v1/usr/otp/verify',
      operationId: 'signIn',
      summary: 'Sign in with the code',
      description:
        'From the address the code was asked from; three tries. Both tokens also come as cookies that scripts cannot read.',
      successDescription: 'Signed in; the user was made if this contact had none.',
    })
    .input(z.union([z.strictObject({ phone_number: phoneNumber, code }), z.strictObject({ email, code })]))
    .output(tokens.extend({ is_new_user: z.boolean(), user: restUser })),
  refresh: usr
    .route({
      method: 'POST',
      path: '/api/v1/usr/refresh',
      operationId: 'refresh',
      summary: 'Trade the refresh token for new tokens',
      description: 'The token comes in the body, or in the cookie with an empty object as body.',
      successDescription: 'New tokens; the old refresh token is used up.',
    })
    .input(z.strictObject({ refresh_token: refreshToken.optional() }))
    .output(tokens),
  logout: usr
    .route({
      method: 'POST',
      path: '/api/v1/usr/logout',
      operationId: 'signOut',
      summary: 'End the sign-in',
      description: 'Named by a refresh token in the body, an access token as Bearer, or the cookies.',
      successDescription: 'Ended: its refresh tokens and access tokens are refused from now on.',
      spec: (operation) => ({ ...operation, security: [{ bearer: [] }, { cookie: [] }, {}] }),
    })
    .input(z.strictObject({ refresh_token: refreshToken.optional() }))
    .output(z.object({ message: z.string() })),
  me: usr
    .route({
      method: 'GET',
      path: '/api/v1/usr/me',
      operationId: 'whoAmI',
      summary: 'Who is signed in',
      successDescription: 'The user whose access token came as Bearer or cookie.',
      spec: (operation) => ({ ...operation, security: [{ bearer: [] }, { cookie: [] }] }),
    })
    .output(restUser),
}
