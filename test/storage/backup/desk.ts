/** The backups of an office whose time goes by hand. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { backupSecrets, officeKeyCipher } from '../../../src/gateways/secret-file.ts'
import { backupDesk } from '../../../src/storage/backup/backup-desk.ts'
import { handTimers } from '../../main/hand-timers.ts'
import { passphrase } from '../../support/backup-key.ts'
import { workerUrl } from '../../support/host.ts'
import { migrationsFolder, quietLog, type TestOffice, temporaryFolder, testOffice } from '../../support/office.ts'

export const minuteMs = 60_000

export interface DeskOptions {
  readonly office?: TestOffice
  /** Whether one is chosen. */
  readonly passphrase?: boolean
  /** The Counterfoil whose desk it is. */
  readonly migrationsFolder?: string
}

/** `pass` lets it look again; `idle` waits for what is under way. */
export async function backupDeskOf(options: DeskOptions = {}) {
  const office = options.office ?? testOffice()
  const { officeData } = office.app
  const timers = handTimers()
  const words: string[] = []
  const backups = backupDesk({
    ...officeData,
    ...{ migrationsFolder: options.migrationsFolder ?? migrationsFolder, workerUrl, timers },
    logger: { ...quietLog, warn: (said: string) => void words.push(said) },
    secrets: backupSecrets(office.folder, officeKeyCipher(officeData.keys, officeData.chance)),
    restart: () => {},
  })
  onTestFinished(() => backups.close())
  const idle = async (): Promise<void> => {
    while ((await backups.state()).running !== null) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const folder = join(temporaryFolder(), 'drive')
  if (options.passphrase !== false) await backups.choosePassphrase(passphrase, 'chief')
  return {
    office,
    backups,
    folder,
    words,
    idle,
    async pass(ms: number) {
      for (let gone = 0; gone < ms; gone += minuteMs) {
        office.time.pass(minuteMs)
        timers.pass(minuteMs)
      }
      // The look begins a run, which reads its key first.
      await idle()
    },
    names: () => readdirSync(folder).filter((name) => name.endsWith('.cfbackup')),
  }
}
