import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { runCommand } from '../support/process-host.ts'
import { typePassword } from '../support/staff.ts'

const shown = (out: string): string => /shown only this once: (\S+)/.exec(out)?.[1] ?? ''

describe('staff on the command line', () => {
  it('adds the first administrator, rescues one who is locked out, and ends what was open', async () => {
    const folder = join(temporaryFolder(), 'data')
    const added = await runCommand(['staff', 'add', 'Meera Rao', 'administrator', '--email', 'm@example.com'], {
      COUNTERFOIL_DATA: folder,
    })
    expect([added.code, added.err]).toEqual([0, ''])
    const again = await runCommand(['staff', 'add', 'meera rao', 'clerk', '--data', folder])
    expect([again.code, again.err]).toEqual([1, 'counterfoil: Someone here has this name already.\n'])

    const office = testOffice({ folder })
    expect((await typePassword(office, 'Meera Rao', shown(added.out))).outcome.outcome).toBe('second_factor')
    for (let nth = 0; nth < 5; nth += 1) await typePassword(office, 'Meera Rao', 'a guess')
    // Held back at a screen they never signed in at, and not told so: who guesses must not learn that the name exists.
    expect((await typePassword(office, 'Meera Rao', shown(added.out))).outcome.outcome).toBe('wrong')
    // The counter goes on while the command works beside it.
    const reset = await runCommand(['staff', 'reset-password', 'Meera Rao', '--data', folder])
    expect([reset.code, reset.err]).toEqual([0, ''])
    expect((await typePassword(office, 'Meera Rao', shown(added.out))).outcome.outcome).toBe('wrong')
    expect((await typePassword(office, 'Meera Rao', shown(reset.out))).outcome.outcome).toBe('second_factor')
    const nobody = await runCommand(['staff', 'reset-password', 'Nobody', '--data', folder])
    expect([nobody.code, nobody.err]).toEqual([1, 'counterfoil: Nobody here is called "Nobody".\n'])
  })

  it.each([[['staff']], [['staff', 'add', 'X']], [['staff', 'add', 'X', 'king']], [['staff', 'reset-password']]])(
    '%j is refused with exit code 2',
    async (args) => {
      const result = await runCommand(args, { COUNTERFOIL_DATA: join(temporaryFolder(), 'data') })
      expect([result.code, result.out]).toEqual([2, ''])
    },
  )
})
