/** The worker thread of imports, exports, backups and meetings with headquarters: does the one thing it was started for, on a connection of its own, and ends. */

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { buildRegister } from '../app.ts'
import { machineChance, machineTime } from '../gateways/system.ts'
import { openOffice } from '../office-data.ts'
import { runBackupTask } from '../storage/backup/run-task.ts'
import { type BackupWord, isBackupTask } from '../storage/backup/task.ts'
import { databaseFileName, openConnection } from '../storage/database.ts'
import { endOfFailure } from '../storage/transfers/progress-meter.ts'
import { runExport } from '../storage/transfers/run-export.ts'
import { runImport } from '../storage/transfers/run-import.ts'
import type { TransferEnd, WorkerInput, WorkerWord } from '../storage/transfers/transfer.ts'
import type { TransferParts } from '../storage/transfers/transfer-record.ts'
import { isMeetingTask, type MeetingTask, type MeetingWord } from '../sync/task.ts'

const silent = { info() {}, warn() {}, error() {} }
/** Of the database's pages; imports touch the whole of the indexes. */
const cacheKiB = 32 << 10

const say = (word: WorkerWord): void => parentPort?.postMessage(word)

async function transfer(input: WorkerInput): Promise<TransferEnd> {
  const { request, place } = input
  const opened = openOffice({ ...place, time: machineTime, chance: machineChance, logger: silent, cacheKiB })
  if (!opened.ok) return endOfFailure(opened.failure.message)
  const office = opened.value
  const flag = new Int32Array(input.cancelFlag)
  const parts: TransferParts = {
    ...office,
    monotonicMs: () => machineTime.monotonicMs(),
    pause: (ms) => sleep(ms),
    cancelled: () => Atomics.load(flag, 0) !== 0,
    say: (progress) => say({ word: 'progress', progress }),
  }
  try {
    if (request.direction === 'import') return await runImport(request, { ...buildRegister(office), ...parts })
    const reader = openConnection(join(place.folder, databaseFileName), { readonly: true })
    try {
      return runExport(request, parts, reader)
    } finally {
      reader.close()
    }
  } finally {
    office.db.close()
  }
}

/** Says how far it is five times a second at most. */
const everyMs = 200

async function backups(): Promise<void> {
  const tell = (word: BackupWord): void => parentPort?.postMessage(word)
  let saidMs = 0
  const end = await runBackupTask(workerData, machineChance, (step, fraction) => {
    if (machineTime.monotonicMs() - saidMs < everyMs) return
    saidMs = machineTime.monotonicMs()
    tell({ word: 'step', step, fraction })
  })
  tell({ word: 'end', end })
}

/** Loaded only here: the other tasks need no PostgreSQL. */
async function meeting(task: MeetingTask): Promise<void> {
  const { runMeetingTask } = await import('./meeting-task.ts')
  const tell = (word: MeetingWord): void => parentPort?.postMessage(word)
  let saidMs = Number.NEGATIVE_INFINITY
  const end = await runMeetingTask(task, (progress) => {
    if (machineTime.monotonicMs() - saidMs < everyMs) return
    saidMs = machineTime.monotonicMs()
    tell({ word: 'progress', progress })
  })
  tell({ word: 'end', end })
}

if (isMeetingTask(workerData)) await meeting(workerData)
else if (isBackupTask(workerData)) await backups()
else {
  const input: WorkerInput = workerData
  say({ word: 'end', end: await transfer(input) })
}
