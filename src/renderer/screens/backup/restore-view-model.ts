/** The way back to one backup: its passphrase, what it holds and what would be lost, a typed word, and the wait. */
import { createStore } from 'zustand/vanilla'
import type { BackupPreview, BackupRefusal, BackupState } from '../../../contract/backup.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

type Opened = Extract<BackupPreview, { outcome: 'opened' }>
export type RestoreRefusal = BackupRefusal | 'busy' | 'no_room' | 'more_came'
/** How far a restore has come; null where none is being prepared. */
export type RestoreProgress = BackupState['running']
export type RestoreAnswer = { outcome: 'restarting' | 'stopped' } | { outcome: 'refused'; reason: RestoreRefusal }

/** The same at the desk and where the office could not be opened. */
export interface RestorePorts {
  readonly preview: (passphrase: string) => Promise<BackupPreview>
  /** `lost`: what was shown. */
  readonly restore: (passphrase: string, lost: Opened['lost']) => Promise<RestoreAnswer>
  readonly progress: () => Promise<RestoreProgress>
  /** Ends what is being prepared. */
  readonly stop: () => Promise<unknown>
  /** Loads the page anew once the office answers again. */
  readonly comeBack: () => void
}

export type RestoreState =
  | { readonly kind: 'asking'; readonly isBusy: boolean }
  | { readonly kind: 'shown'; readonly preview: Opened; readonly isBusy: boolean }
  | { readonly kind: 'restarting' }

interface RestoreModel {
  readonly state: RestoreState
  readonly passphrase: string
  readonly refused: RestoreRefusal | null
  readonly failure: Problem | null
  readonly progress: RestoreProgress
  readonly isStopping: boolean
  /** The last one was stopped: nothing was changed. */
  readonly wasStopped: boolean
  type(passphrase: string): void
  open(): Promise<void>
  restore(): Promise<void>
  /** Asks how far it has come, while it is being prepared. */
  look(): Promise<void>
  stop(): Promise<void>
}

export function createRestoreModel(ports: RestorePorts) {
  return createStore<RestoreModel>()((set, get) => ({
    state: { kind: 'asking', isBusy: false },
    passphrase: '',
    refused: null,
    failure: null,
    progress: null,
    isStopping: false,
    wasStopped: false,
    type: (passphrase) => set({ passphrase, refused: null, failure: null }),
    open: async () => {
      const { state, passphrase } = get()
      if (state.kind !== 'asking' || state.isBusy || passphrase === '') return
      set({ state: { kind: 'asking', isBusy: true }, refused: null, failure: null })
      try {
        const preview = await ports.preview(passphrase)
        if (preview.outcome === 'opened') return set({ state: { kind: 'shown', preview, isBusy: false } })
        set({ state: { kind: 'asking', isBusy: false }, refused: preview.reason })
      } catch (error) {
        set({ state: { kind: 'asking', isBusy: false }, failure: problemOf(error) })
      }
    },
    restore: async () => {
      const { state, passphrase } = get()
      if (state.kind !== 'shown' || state.isBusy) return
      set({ state: { ...state, isBusy: true }, refused: null, failure: null, progress: null, wasStopped: false })
      try {
        const answer = await ports.restore(passphrase, state.preview.lost)
        if (answer.outcome === 'refused' && answer.reason === 'more_came') {
          // Shown anew, with what came meanwhile; the word is asked for again.
          set({ state: { kind: 'asking', isBusy: false } })
          await get().open()
          return set({ refused: answer.reason })
        }
        if (answer.outcome === 'stopped') return set({ state: { ...state, isBusy: false }, wasStopped: true })
        if (answer.outcome === 'refused') return set({ state: { ...state, isBusy: false }, refused: answer.reason })
        set({ state: { kind: 'restarting' }, passphrase: '' })
        ports.comeBack()
      } catch (error) {
        set({ state: { ...state, isBusy: false }, failure: problemOf(error) })
      } finally {
        set({ isStopping: false })
      }
    },
    look: async () => {
      try {
        set({ progress: await ports.progress() })
      } catch {
        // The restore's own answer says what is wrong; how far it is can be asked again.
      }
    },
    stop: async () => {
      const { state, isStopping } = get()
      if (state.kind !== 'shown' || !state.isBusy || isStopping) return
      set({ isStopping: true })
      try {
        await ports.stop()
      } catch (error) {
        set({ isStopping: false, failure: problemOf(error) })
      }
    },
  }))
}
