/** `staff add` and `staff reset-password`: the first administrator, and the rescue of who is locked out. */
import { text } from 'node:stream/consumers'
import { type App, buildApp } from '../app.ts'
import { type StaffRole, staffRole } from '../contract/session.ts'
import { bySystem } from '../core/audit/trail.ts'
import { temporaryPassword } from '../core/staff/password-changes.ts'
import { passwordStrength } from '../core/staff/passwords.ts'
import { pinoLog } from '../gateways/log.ts'
import { providerGateway, settingsProblem } from '../gateways/provider-gateway.ts'
import { officeKeyCipher, secretFile } from '../gateways/secret-file.ts'
import {
  argon2Passwords,
  argon2Pins,
  machineChance,
  machineTime,
  machineTimers,
  machineTimeZone,
} from '../gateways/system.ts'
import { openOffice } from '../office-data.ts'
import { prepareFolder } from '../storage/database.ts'
import { type Command, type CommandContext, type ExitCode, UsageError } from './command.ts'
import { readOptions } from './options.ts'

const wanted = 'staff wants: add NAME clerk|supervisor|administrator, or reset-password NAME'

const reasons: Readonly<Record<string, string>> = {
  name_taken: 'Someone here has this name already.',
  email_invalid: 'The e-mail address cannot be right.',
  phone_invalid: 'The phone number cannot be right.',
  contact_taken: 'Someone else here has this contact.',
  short: 'A password has at least 8 characters.',
  weak: 'This password is too easy to guess.',
}

/** The product over the office's data, beside a counter that may be running: it sends nothing itself. */
async function withApp(
  dataFolder: string,
  context: CommandContext,
  work: (app: App) => Promise<ExitCode>,
): Promise<ExitCode> {
  const folder = prepareFolder(dataFolder)
  const opened = folder.ok
    ? openOffice({
        ...{ folder: dataFolder, migrationsFolder: context.migrationsFolder, timeZone: machineTimeZone() },
        ...{ time: machineTime, chance: machineChance, logger: pinoLog('warn') },
      })
    : folder
  if (!opened.ok) {
    context.fail(opened.failure.message)
    return 1
  }
  const office = opened.value
  const bases = { twilioApiBase: null, kavenegarApiBase: null }
  const app = buildApp(office, {
    ...{ timers: machineTimers, hasher: argon2Pins, passwords: argon2Passwords(), providers: [], inbox: null },
    secrets: secretFile({ folder: dataFolder, cipher: officeKeyCipher(office.keys, machineChance) }),
    makeGateway: (settings, secret) => providerGateway(settings, secret, bases, () => office.settings.get().officeName),
    settingsProblem,
    networkUp: () => false,
    pdf: { print: async () => ({ outcome: 'refused', reason: 'no_browser' }) },
  })
  try {
    return await work(app)
  } finally {
    office.db.close()
  }
}

/** One line of standard input, where asked for; else null, and one is made. */
async function givenPassword(flags: ReadonlySet<string>): Promise<string | null> {
  if (!flags.has('password-stdin')) return null
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1)
  return line
}

interface Request {
  readonly name: string
  readonly password: string | null
  readonly reach: { readonly email?: string; readonly phone?: string }
  readonly secondFactor: boolean
}

async function add(app: App, request: Request, role: StaffRole, context: CommandContext): Promise<ExitCode> {
  const { name, reach } = request
  const password = request.password ?? temporaryPassword(machineChance)
  const temporary = request.password === null
  const added = await app.staff.add({ name, role, password, temporary, ...reach }, bySystem)
  if (added.outcome === 'refused') {
    context.fail(reasons[added.reason] ?? added.reason)
    return 1
  }
  context.out(`${name} may sign in now, as ${role}.`)
  if (temporary) context.out(`Password for the first sign-in, shown only this once: ${password}`)
  return 0
}

async function reset(app: App, request: Request, context: CommandContext): Promise<ExitCode> {
  const { name, secondFactor } = request
  const person = app.staff.accounts().find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (person === undefined) {
    context.fail(`Nobody here is called "${name}".`)
    return 1
  }
  const problem = request.password === null ? null : (await passwordStrength(request.password, [name])).problem
  if (problem !== null) {
    context.fail(reasons[problem] ?? problem)
    return 1
  }
  const given = request.password === null ? {} : { password: request.password }
  const password = await app.staffAccess.changes.reset(person.staffId, { secondFactor, by: bySystem, ...given })
  context.out(`The password of ${person.name} was changed; every session of theirs has ended.`)
  if (request.password === null) context.out(`Password for the next sign-in, shown only this once: ${password}`)
  return 0
}

export const staffCommand: Command = {
  async run(args, dataFolder, context) {
    const spec = { email: 'text', phone: 'text', 'password-stdin': 'flag', 'second-factor': 'flag' } as const
    const { texts, flags, positionals } = readOptions(args, spec)
    const [what, named = '', as, ...rest] = positionals
    const name = named.normalize('NFC').trim()
    const role = staffRole.safeParse(as)
    const adds = what === 'add' && role.success
    const resets = what === 'reset-password' && as === undefined
    if (name === '' || name.length > 120 || rest.length > 0 || !(adds || resets)) throw new UsageError(wanted)
    const password = await givenPassword(flags)
    const request = { name, password, reach: texts, secondFactor: flags.has('second-factor') }
    return withApp(dataFolder, context, (app) =>
      adds ? add(app, request, role.data, context) : reset(app, request, context),
    )
  },
}
