/** Binds the REST contract to the services. What came over HTTP arrives as context; what must go back as cookies leaves by it. */
import { implement } from '@orpc/server'
import { type RestUser, rest } from '../contract/rest.ts'
import type { Locale } from '../contract/values.ts'
import type { Clock } from '../core/kernel/clock.ts'
import type { NewId } from '../core/kernel/ids.ts'
import type { AccessTokens } from '../core/users/access-tokens.ts'
import type { OpenSession, UserSessions } from '../core/users/sessions.ts'
import type { SignIn, TypedContact } from '../core/users/sign-in.ts'
import type { UserRow, UserStore } from '../core/users/user-store.ts'
import { RestRefusal, refusedAsk, refusedCheck } from './rest-problem.ts'

/** The services behind the REST interface. */
export interface RestServices {
  readonly clock: Clock
  readonly newId: NewId
  readonly signIn: SignIn
  readonly sessions: UserSessions
  readonly users: UserStore
  readonly tokens: AccessTokens
}

export interface RestContext extends RestServices {
  /** The caller's, see `addressOf`. */
  readonly address: string
  /** The language asked for; null leaves it to the office. */
  readonly locale: Locale | null
  readonly accessToken: string | null
  /** From the cookie. */
  readonly refreshToken: string | null
  /** Called with the tokens the cookies shall hold, or null to clear them. */
  readonly keep: (tokens: { readonly access: string; readonly refresh: string } | null) => void
}

const userOf = ({ id, phone_number, email, username, first_name, last_name }: UserRow): RestUser => ({
  id,
  phone_number,
  email,
  username,
  first_name,
  last_name,
})

const contactIn = (input: { phone_number: string } | { email: string }): TypedContact =>
  'email' in input ? { kind: 'email', value: input.email } : { kind: 'phone', value: input.phone_number }

async function giveTokens(context: RestContext, session: OpenSession) {
  const { userId, sessionId, refreshToken } = session
  const claims = { userId, sessionId, tokenId: context.newId() }
  const access = await context.tokens.sign(claims, context.clock.now())
  context.keep({ access, refresh: refreshToken })
  return { access_token: access, refresh_token: refreshToken }
}

/** Whose access token it is, as long as the sign-in it belongs to is open. */
async function signedIn(context: RestContext): Promise<{ readonly sessionId: string; readonly user: UserRow } | null> {
  if (context.accessToken === null) return null
  const claims = await context.tokens.read(context.accessToken, context.clock.now())
  if (claims === null || !context.sessions.isOpen(claims.sessionId, claims.userId)) return null
  const user = context.users.byId(claims.userId)
  return user === undefined ? null : { sessionId: claims.sessionId, user }
}

const api = implement(rest).$context<RestContext>()

export const restRouter = api.router({
  otp: api.otp.handler(({ context, input }) => {
    const asked = context.signIn.ask(context.address, contactIn(input), context.locale)
    if (asked.outcome === 'refused') throw refusedAsk(asked, context.clock.now())
    const { contact, digits, expiresInMs } = asked
    const told = {
      message: `A code of ${digits} digits is on its way.`,
      expires_in: Math.floor(expiresInMs / 1_000),
    }
    return contact.kind === 'email' ? { email: contact.value, ...told } : { phone_number: contact.value, ...told }
  }),
  verify: api.verify.handler(async ({ context, input }) => {
    const outcome = context.signIn.verify(context.address, contactIn(input), input.code)
    if (outcome.outcome !== 'signed_in') throw refusedCheck(outcome, context.clock.now())
    return {
      ...(await giveTokens(context, outcome.session)),
      is_new_user: outcome.isNew,
      user: userOf(outcome.user),
    }
  }),
  refresh: api.refresh.handler(async ({ context, input }) => {
    const token = input.refresh_token ?? context.refreshToken
    const session = token === null ? null : context.sessions.renew(token)
    if (session === null) {
      // A cookie that is good for nothing goes; a token from elsewhere leaves the cookies alone.
      if (input.refresh_token === undefined) context.keep(null)
      throw new RestRefusal('invalid_refresh_token')
    }
    return giveTokens(context, session)
  }),
  logout: api.logout.handler(async ({ context, input }) => {
    const token = input.refresh_token ?? context.refreshToken
    const byToken = token === null ? null : context.sessions.ofToken(token)
    const sessionId = byToken ?? (await signedIn(context))?.sessionId ?? null
    context.keep(null)
    if (sessionId === null) throw new RestRefusal('not_signed_in')
    context.sessions.signOut(sessionId)
    return { message: 'Signed out.' }
  }),
  me: api.me.handler(async ({ context }) => {
    const who = await signedIn(context)
    if (who === null) throw new RestRefusal('not_signed_in')
    return userOf(who.user)
  }),
})
