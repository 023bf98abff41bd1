/** What a role may not do is refused over every transport, whatever a screen shows: each procedure, called as each role. */
import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'
import { expect, it } from 'vitest'
import { contract } from '../../src/contract/contract.ts'
import type { ProcedureMeta, Role } from '../../src/contract/procedure.ts'
import { type OpenOffice, signIn } from './parity-office.ts'

const nobody = '01890000-0000-7000-8000-000000000000'
/** No procedure takes this; who may call hears so, who may not hears that first. */
const nonsense = { visitId: nobody, no: 'such thing' }

const procedures = Object.entries(contract).flatMap(([capability, members]) =>
  Object.entries(members).map(([name, member]) => {
    const procedure: AnyContractProcedure | null = isContractProcedure(member) ? member : null
    if (procedure === null) throw new Error(`${capability}.${name} is no procedure`)
    return { capability, name, meta: procedure['~orpc'].meta as ProcedureMeta, takes: procedure['~orpc'].inputSchema }
  }),
)

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : `thrown: ${String(error)}`

export function promisesPerRole(open: OpenOffice): void {
  it.each(['kiosk', 'clerk', 'supervisor', 'administrator'] as const)(
    'refuses %s what the contract does',
    async (role) => {
      const { client } = await open()
      await client.office.loadDemo()
      if (role !== 'kiosk') await signIn(client, role)
      const call = (capability: string, name: string): Promise<unknown> =>
        Reflect.get(Reflect.get(client, capability), name)(nonsense)
      const wrong: string[] = []
      for (const { capability, name, meta, takes } of procedures) {
        const may = (meta.roles as readonly Role[]).includes(role) && meta.office === 'any'
        // Who may call what takes nothing would do it.
        if (may && takes === undefined) continue
        const code = await call(capability, name).then(() => 'answered', codeOf)
        if (may ? ['FORBIDDEN', 'UNPAIRED', 'UNAUTHORIZED', 'INTERNAL'].includes(code) : code !== 'FORBIDDEN')
          wrong.push(`${capability}.${name}: ${code}`)
      }
      expect(wrong).toEqual([])
    },
  )
}
