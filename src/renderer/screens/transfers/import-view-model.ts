/** Bringing a CSV file in: it travels to the office in pieces, then a job reads it. */
import { createStore } from 'zustand/vanilla'
import type { ImportKind } from '../../../contract/transfers.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { toBase64 } from '../../ui/base64.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import type { JobStore } from './job-view-model.ts'

/** A chosen file, as little of it as is needed; a browser's `File` is one. */
interface SourceFile {
  readonly name: string
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

export const importKinds = ['customers', 'bills'] as const satisfies readonly ImportKind[]

type UploadRefusal = 'not_found' | 'out_of_order' | 'too_large' | 'incomplete' | 'busy'

type ImportState =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'chosen'; readonly file: SourceFile }
  | { readonly kind: 'uploading'; readonly file: SourceFile; readonly sentBytes: number }
  | { readonly kind: 'refused'; readonly file: SourceFile; readonly reason: UploadRefusal }
  | { readonly kind: 'failed'; readonly file: SourceFile; readonly failure: Problem }
  /** The rest is the job's. */
  | { readonly kind: 'started'; readonly file: SourceFile }

interface ImportModel {
  readonly what: ImportKind
  readonly state: ImportState
  use(what: ImportKind): void
  choose(file: SourceFile): void
  start(): Promise<void>
  /** Ends an upload; nothing of it was imported yet. */
  stop(): void
  another(): void
}

export function createImportModel(ports: Pick<DeskPorts, 'client'>, job: JobStore) {
  return createStore<ImportModel>()((set, get) => {
    let round = 0

    const upload = async (file: SourceFile, mine: number): Promise<UploadRefusal | null> => {
      const { transfers } = ports.client
      const opened = await transfers.openUpload({ kind: get().what, fileName: file.name, bytes: file.size })
      for (let offset = 0; offset < file.size; offset += opened.chunkBytes) {
        const piece = new Uint8Array(await file.slice(offset, offset + opened.chunkBytes).arrayBuffer())
        if (mine !== round) return null
        const outcome = await transfers.append({ uploadId: opened.uploadId, offset, base64: toBase64(piece) })
        if (outcome.outcome === 'refused') return outcome.reason
        if (mine === round) set({ state: { kind: 'uploading', file, sentBytes: outcome.received } })
      }
      if (mine !== round) return null
      const started = await transfers.startImport({ uploadId: opened.uploadId })
      if (started.outcome === 'refused') return started.reason
      job.getState().follow(started.jobId)
      set({ state: { kind: 'started', file } })
      return null
    }

    return {
      what: 'customers',
      state: { kind: 'choosing' },
      use: (what) => set({ what }),
      choose: (file) => {
        job.getState().forget()
        set({ state: { kind: 'chosen', file } })
      },
      start: async () => {
        const { state } = get()
        if (state.kind === 'choosing' || state.kind === 'uploading' || state.kind === 'started') return
        round += 1
        const mine = round
        const { file } = state
        set({ state: { kind: 'uploading', file, sentBytes: 0 } })
        try {
          const refusal = await upload(file, mine)
          if (refusal && mine === round) set({ state: { kind: 'refused', file, reason: refusal } })
        } catch (error) {
          if (mine === round) set({ state: { kind: 'failed', file, failure: problemOf(error) } })
        }
      },
      stop: () => {
        const { state } = get()
        if (state.kind !== 'uploading') return
        round += 1
        set({ state: { kind: 'chosen', file: state.file } })
      },
      another: () => {
        round += 1
        job.getState().forget()
        set({ state: { kind: 'choosing' } })
      },
    }
  })
}

export type ImportStore = ReturnType<typeof createImportModel>
