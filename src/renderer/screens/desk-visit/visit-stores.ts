/** The view-models of one visit. They are made together and die together, so nothing of it outlives the visit. */
import type { DeskPorts } from '../desk/desk-ports.ts'
import { createVoidModel } from '../desk-pay/void-view-model.ts'
import { createBillLinesModel } from './bill-lines-view-model.ts'
import { createFeedbackModel } from './feedback-view-model.ts'
import { createSelectionModel } from './selection-view-model.ts'
import { createVisitModel } from './visit-view-model.ts'

export function createVisitStores(ports: DeskPorts, visitId: string, onFinished: () => void) {
  const visit = createVisitModel(ports, visitId, onFinished)
  return {
    visitId,
    visit,
    selection: createSelectionModel(ports, visitId),
    lines: createBillLinesModel(ports, visitId),
    feedback: createFeedbackModel(ports, visitId),
    voiding: createVoidModel(ports, visitId, () => void visit.getState().refresh()),
  }
}

export type VisitStores = ReturnType<typeof createVisitStores>
