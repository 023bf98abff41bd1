/** Pure decisions about users of the REST interface: how long a sign-in lasts and how much of the counter's share it may take. */

const minutes = 60_000
const days = 24 * 60 * minutes

/** Of an access token. Nobody need ask the office whether it is still good. */
export const accessValidMs = 15 * minutes
/** Of a refresh token, anew with each one. */
export const refreshValidMs = 30 * days

export const requestWindowMs = minutes
export const dayMs = days

/** The last codes of a contact's day are kept for the counter: strangers may ask over a network, customers stand in person. */
const codesKeptForCounter = 3
export const restCodesPerDay = (contactPerDay: number): number => Math.max(1, contactPerDay - codesKeptForCounter)

/** Half of what the office may send in a minute, so that a flood over the network leaves the counter the other half. */
export const restRequestsPerMinute = (officePerMinute: number): number => Math.max(1, Math.floor(officePerMinute / 2))
