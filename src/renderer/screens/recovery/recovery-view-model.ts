/** An office that could not be opened: why, which backups there are, another folder to look in, and a new try. */
import { createStore } from 'zustand/vanilla'
import type { BackupFile } from '../../../contract/backup.ts'
import type { RecoveryState } from '../../../contract/recovery.ts'
import type { RecoveryClient } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type RecoveryShown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'shown'; readonly state: RecoveryState }

interface RecoveryModel {
  readonly shown: RecoveryShown
  readonly folder: string
  readonly isLooking: boolean
  readonly isTrying: boolean
  readonly restoring: BackupFile | null
  load(): Promise<void>
  type(folder: string): void
  look(): Promise<void>
  tryAgain(): Promise<void>
  restore(file: BackupFile | null): void
}

interface RecoveryPorts {
  readonly client: RecoveryClient
  /** Loads the page anew once the office answers again. */
  readonly comeBack: () => void
}

export function createRecoveryModel({ client, comeBack }: RecoveryPorts) {
  return createStore<RecoveryModel>()((set, get) => {
    const show = async (ask: () => Promise<RecoveryState>): Promise<void> => {
      try {
        set({ shown: { kind: 'shown', state: await ask() } })
      } catch (error) {
        set({ shown: { kind: 'failed', failure: problemOf(error) } })
      }
    }
    return {
      shown: { kind: 'loading' },
      folder: '',
      isLooking: false,
      isTrying: false,
      restoring: null,
      load: () => show(() => client.recovery.state()),
      type: (folder) => set({ folder }),
      look: async () => {
        const folder = get().folder.trim()
        if (folder === '' || get().isLooking) return
        set({ isLooking: true })
        await show(() => client.recovery.look({ folder }))
        set({ isLooking: false })
      },
      tryAgain: async () => {
        if (get().isTrying) return
        set({ isTrying: true })
        try {
          await client.recovery.tryAgain()
          comeBack()
        } catch (error) {
          set({ isTrying: false, shown: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      restore: (restoring) => set({ restoring }),
    }
  })
}

export type RecoveryStore = ReturnType<typeof createRecoveryModel>
