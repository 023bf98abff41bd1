/** Puts the REST interface together, for a host that was asked to serve it. */
import type { KeyObject } from 'node:crypto'
import type { RestServices } from './api/rest-router.ts'
import type { App } from './app.ts'
import { codeIssuer } from './core/otp/issue.ts'
import { codeChecker } from './core/otp/verify.ts'
import { sessionStore } from './core/users/session-store.ts'
import { sessionService } from './core/users/sessions.ts'
import { signInService } from './core/users/sign-in.ts'
import { userStore } from './core/users/user-store.ts'
import { accessTokens } from './gateways/access-tokens.ts'

/** `key`: the one that signs access tokens. */
export function buildRest(app: App, key: KeyObject): RestServices {
  const { officeData: office, otp, outbox, delivery } = app
  const settings = () => app.settings.get()
  const users = userStore(office.db)
  const sessions = sessionService({ ...office, store: sessionStore(office.db) })
  const issuing = { store: otp, outbox, sendLimits: delivery.limits, alarms: delivery.alarms }
  return {
    clock: office.clock,
    newId: office.newId,
    users,
    sessions,
    tokens: accessTokens(key),
    signIn: signInService({
      ...office,
      settings,
      otp,
      users,
      sessions,
      channels: delivery.channels,
      customers: app.customerStore,
      issue: codeIssuer({ ...office, ...issuing, limits: () => settings().limits }),
      check: codeChecker({ ...office, store: otp, outbox }),
    }),
  }
}
