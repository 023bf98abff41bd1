/** Makes a misspelt key a type error. English is the language that has every key. */
import 'i18next'
import type audit from '../../../resources/locales/en/audit.json'
import type backup from '../../../resources/locales/en/backup.json'
import type common from '../../../resources/locales/en/common.json'
import type desk from '../../../resources/locales/en/desk.json'
import type headquarters from '../../../resources/locales/en/headquarters.json'
import type identity from '../../../resources/locales/en/identity.json'
import type kiosk from '../../../resources/locales/en/kiosk.json'
import type messages from '../../../resources/locales/en/messages.json'
import type printers from '../../../resources/locales/en/printers.json'
import type remedies from '../../../resources/locales/en/remedies.json'
import type staff from '../../../resources/locales/en/staff.json'
import type templates from '../../../resources/locales/en/templates.json'
import type terminals from '../../../resources/locales/en/terminals.json'
import type updates from '../../../resources/locales/en/updates.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    returnNull: false
    resources: {
      common: typeof common
      kiosk: typeof kiosk
      desk: typeof desk
      messages: typeof messages
      printers: typeof printers
      remedies: typeof remedies
      staff: typeof staff
      identity: typeof identity
      audit: typeof audit
      terminals: typeof terminals
      templates: typeof templates
      backup: typeof backup
      headquarters: typeof headquarters
      updates: typeof updates
    }
  }
}
