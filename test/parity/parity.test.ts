import { describe } from 'vitest'
import { promises, promisesToStrangers } from './behaviours.ts'
import { httpOffice } from './http-office.ts'
import { portOffice } from './port-office.ts'
import { promisesPerRole } from './roles.ts'
import { terminalOffice } from './terminal-office.ts'
import { tlsOffice } from './tls-office.ts'

describe.each([
  { host: 'HTTP', open: httpOffice },
  { host: 'TLS', open: tlsOffice },
  { host: 'a MessagePort', open: portOffice },
  { host: 'the built terminal', open: terminalOffice },
])('the contract over $host', ({ open }) => {
  promises(open)
  promisesPerRole(open)
})

describe.each([
  { host: 'HTTP', open: httpOffice },
  { host: 'TLS', open: tlsOffice },
  { host: 'a MessagePort', open: portOffice },
])('a stranger over $host', ({ open }) => promisesToStrangers(open))
