/** The view-models of import and export. The desk keeps them, so a long job is still there after a look elsewhere. */
import { saveCsv } from '../../ui/save-file.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'
import { createExportModel } from './export-view-model.ts'
import { createImportModel } from './import-view-model.ts'
import { createJobModel } from './job-view-model.ts'

export function createTransferStores(ports: DeskPorts) {
  const importJob = createJobModel(ports, saveCsv)
  const exportJob = createJobModel(ports, saveCsv)
  return {
    importJob,
    exportJob,
    importing: createImportModel(ports, importJob),
    exporting: createExportModel(ports, exportJob),
  }
}

export type TransferStores = ReturnType<typeof createTransferStores>
