/** The backups of the office: how they fare, when and where they are made, which there are. */
import { createStore } from 'zustand/vanilla'
import type { BackupFile, BackupSchedule, BackupState } from '../../../contract/backup.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

type SaveAnswer = Awaited<ReturnType<Client['backups']['save']>>
type StartAnswer = Awaited<ReturnType<Client['backups']['start']>>

export interface Setup {
  readonly folder: string
  readonly schedule: BackupSchedule
}

export type BackupShown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'shown'; readonly state: BackupState; readonly files: readonly BackupFile[] | null }

export type SetupStep =
  | { readonly kind: 'editing' | 'saving' | 'saved' }
  | { readonly kind: 'refused'; readonly reason: Extract<SaveAnswer, { outcome: 'refused' }>['reason'] }
  | { readonly kind: 'failed'; readonly failure: Problem }

export type BackupDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'passphrase' }
  | { readonly kind: 'recovery'; readonly recoveryKey: string }
  | { readonly kind: 'restore'; readonly file: BackupFile }

interface BackupModel {
  readonly shown: BackupShown
  /** What is typed and not saved yet; null where nothing is. */
  readonly draft: Setup | null
  readonly step: SetupStep
  readonly startRefused: Extract<StartAnswer, { outcome: 'refused' }>['reason'] | null
  readonly dialog: BackupDialog
  load(): Promise<void>
  change(draft: Setup): void
  /** `anew`: the folder is a new one, although it is called as before. */
  save(anew?: boolean): Promise<void>
  backUpNow(): Promise<void>
  open(dialog: BackupDialog): void
}

export interface BackupPorts {
  readonly client: { readonly backups: Pick<Client['backups'], 'state' | 'list' | 'save' | 'start'> }
}

export const setupOf = (state: BackupState): Setup => ({ folder: state.folder ?? '', schedule: state.schedule })

export function createBackupModel({ client }: BackupPorts) {
  return createStore<BackupModel>()((set, get) => ({
    shown: { kind: 'loading' },
    draft: null,
    step: { kind: 'editing' },
    startRefused: null,
    dialog: { kind: 'none' },
    load: async () => {
      try {
        const state = await client.backups.state()
        const { shown } = get()
        // The list costs a look at every file; while one is made only its progress changes.
        const files = state.running !== null && shown.kind === 'shown' ? shown.files : await client.backups.list()
        set({ shown: { kind: 'shown', state, files } })
      } catch (error) {
        set({ shown: { kind: 'failed', failure: problemOf(error) } })
      }
    },
    change: (draft) => set({ draft, step: { kind: 'editing' } }),
    save: async (anew = false) => {
      const { draft, step } = get()
      if (draft === null || step.kind === 'saving') return
      set({ step: { kind: 'saving' } })
      try {
        const answer = await client.backups.save({ ...draft, anew })
        if (answer.outcome === 'refused') return set({ step: { kind: 'refused', reason: answer.reason } })
        set({ draft: null, step: { kind: 'saved' } })
        await get().load()
      } catch (error) {
        set({ step: { kind: 'failed', failure: problemOf(error) } })
      }
    },
    backUpNow: async () => {
      set({ startRefused: null })
      try {
        const answer = await client.backups.start()
        if (answer.outcome === 'refused') set({ startRefused: answer.reason })
        await get().load()
      } catch (error) {
        set({ shown: { kind: 'failed', failure: problemOf(error) } })
      }
    },
    open: (dialog) => set({ dialog }),
  }))
}

export type BackupStore = ReturnType<typeof createBackupModel>
