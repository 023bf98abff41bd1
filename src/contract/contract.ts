/** The whole contract: what any screen or client may ask of the product. Read each capability in its own file. */
import { audit } from './audit.ts'
import { backups } from './backup.ts'
import { billing } from './billing.ts'
import { codeHistory } from './code-history.ts'
import { customerDisplay } from './customer-display.ts'
import { customers } from './customers.ts'
import { delivery } from './delivery.ts'
import { feedback } from './feedback.ts'
import { headquarters } from './headquarters.ts'
import { identity } from './identity.ts'
import { inbox } from './inbox.ts'
import { machine } from './machine.ts'
import { office } from './office.ts'
import { payments } from './payments.ts'
import { printers } from './printers.ts'
import { providers } from './providers.ts'
import { receipts } from './receipts.ts'
import { session } from './session.ts'
import { signIn } from './sign-in.ts'
import { staff } from './staff.ts'
import { templates } from './templates.ts'
import { pairing, terminals } from './terminals.ts'
import { transfers } from './transfers.ts'
import { update } from './update.ts'
import { verification } from './verification.ts'
import { visits } from './visits.ts'

export const contract = {
  office,
  session,
  signIn,
  staff,
  customers,
  verification,
  visits,
  identity,
  billing,
  payments,
  receipts,
  printers,
  feedback,
  delivery,
  providers,
  templates,
  terminals,
  pairing,
  transfers,
  inbox,
  audit,
  codeHistory,
  backups,
  headquarters,
  machine,
  customerDisplay,
  update,
}
