/** `audit verify`: walks the hash chain and names the first row that is not as it was written. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { verifyTrail } from '../core/audit/trail.ts'
import { machineChance } from '../gateways/system.ts'
import { databaseFileName, openConnection } from '../storage/database.ts'
import { officeKeys } from '../storage/office-keys.ts'
import { type Command, UsageError } from './command.ts'

export const auditCommand: Command = {
  async run(args, dataFolder, context) {
    if (args.length !== 1 || args[0] !== 'verify') throw new UsageError('audit knows one thing: audit verify')
    const file = join(dataFolder, databaseFileName)
    if (!existsSync(file)) {
      context.fail(`There is no office in ${dataFolder}.`)
      return 1
    }
    const db = openConnection(file, { readonly: true })
    try {
      const verdict = verifyTrail(db, officeKeys(dataFolder, machineChance).code)
      if (verdict.outcome === 'broken') {
        context.fail(`The audit trail is broken at row ${verdict.seq}: it was ${verdict.why}.`)
        return 1
      }
      context.out(`The audit trail is whole: ${verdict.rows} rows.`)
      return 0
    } finally {
      db.close()
    }
  },
}
