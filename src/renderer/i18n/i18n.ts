/** The words of every screen, in the three languages, loaded with the page: a counter has no network to wait for. */
import { createInstance, type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import enAudit from '../../../resources/locales/en/audit.json'
import enBackup from '../../../resources/locales/en/backup.json'
import enCommon from '../../../resources/locales/en/common.json'
import enDesk from '../../../resources/locales/en/desk.json'
import enHeadquarters from '../../../resources/locales/en/headquarters.json'
import enIdentity from '../../../resources/locales/en/identity.json'
import enKiosk from '../../../resources/locales/en/kiosk.json'
import enMessages from '../../../resources/locales/en/messages.json'
import enPrinters from '../../../resources/locales/en/printers.json'
import enRemedies from '../../../resources/locales/en/remedies.json'
import enStaff from '../../../resources/locales/en/staff.json'
import enTemplates from '../../../resources/locales/en/templates.json'
import enTerminals from '../../../resources/locales/en/terminals.json'
import enUpdates from '../../../resources/locales/en/updates.json'
import faAudit from '../../../resources/locales/fa/audit.json'
import faBackup from '../../../resources/locales/fa/backup.json'
import faCommon from '../../../resources/locales/fa/common.json'
import faDesk from '../../../resources/locales/fa/desk.json'
import faHeadquarters from '../../../resources/locales/fa/headquarters.json'
import faIdentity from '../../../resources/locales/fa/identity.json'
import faKiosk from '../../../resources/locales/fa/kiosk.json'
import faMessages from '../../../resources/locales/fa/messages.json'
import faPrinters from '../../../resources/locales/fa/printers.json'
import faRemedies from '../../../resources/locales/fa/remedies.json'
import faStaff from '../../../resources/locales/fa/staff.json'
import faTemplates from '../../../resources/locales/fa/templates.json'
import faTerminals from '../../../resources/locales/fa/terminals.json'
import faUpdates from '../../../resources/locales/fa/updates.json'
import hiAudit from '../../../resources/locales/hi/audit.json'
import hiBackup from '../../../resources/locales/hi/backup.json'
import hiCommon from '../../../resources/locales/hi/common.json'
import hiDesk from '../../../resources/locales/hi/desk.json'
import hiHeadquarters from '../../../resources/locales/hi/headquarters.json'
import hiIdentity from '../../../resources/locales/hi/identity.json'
import hiKiosk from '../../../resources/locales/hi/kiosk.json'
import hiMessages from '../../../resources/locales/hi/messages.json'
import hiPrinters from '../../../resources/locales/hi/printers.json'
import hiRemedies from '../../../resources/locales/hi/remedies.json'
import hiStaff from '../../../resources/locales/hi/staff.json'
import hiTemplates from '../../../resources/locales/hi/templates.json'
import hiTerminals from '../../../resources/locales/hi/terminals.json'
import hiUpdates from '../../../resources/locales/hi/updates.json'
import type { Locale } from '../../contract/values.ts'

/** Each language named in itself. The type keeps it in step with the contract's list, whose value would bring zod along. */
export const languageNames: Readonly<Record<Locale, string>> = { en: 'English', fa: 'فارسی', hi: 'हिन्दी' }

export const languages: readonly Locale[] = ['en', 'fa', 'hi']

const directions: Readonly<Record<Locale, 'ltr' | 'rtl'>> = { en: 'ltr', fa: 'rtl', hi: 'ltr' }

const instance: I18n = createInstance()

/** i18next speaks of any language string; ours are three. */
export function localeOf(language: string): Locale {
  return languages.find((locale) => locale === language) ?? 'en'
}

/** Keeps `<html lang dir>` in step; Mantine's direction follows it. */
function markDocument(language: string): void {
  const locale = localeOf(language)
  document.documentElement.lang = locale
  document.documentElement.dir = directions[locale]
}

/** Starts the words in the language the browser asks for; the office's own default comes with `office.state`. */
export function startI18n(language: Locale): I18n {
  instance.on('languageChanged', markDocument)
  instance.use(initReactI18next)
  void instance.init({
    resources: {
      en: {
        common: enCommon,
        kiosk: enKiosk,
        desk: enDesk,
        messages: enMessages,
        printers: enPrinters,
        remedies: enRemedies,
        staff: enStaff,
        identity: enIdentity,
        audit: enAudit,
        terminals: enTerminals,
        templates: enTemplates,
        backup: enBackup,
        headquarters: enHeadquarters,
        updates: enUpdates,
      },
      fa: {
        common: faCommon,
        kiosk: faKiosk,
        desk: faDesk,
        messages: faMessages,
        printers: faPrinters,
        remedies: faRemedies,
        staff: faStaff,
        identity: faIdentity,
        audit: faAudit,
        terminals: faTerminals,
        templates: faTemplates,
        backup: faBackup,
        headquarters: faHeadquarters,
        updates: faUpdates,
      },
      hi: {
        common: hiCommon,
        kiosk: hiKiosk,
        desk: hiDesk,
        messages: hiMessages,
        printers: hiPrinters,
        remedies: hiRemedies,
        staff: hiStaff,
        identity: hiIdentity,
        audit: hiAudit,
        terminals: hiTerminals,
        templates: hiTemplates,
        backup: hiBackup,
        headquarters: hiHeadquarters,
        updates: hiUpdates,
      },
    },
    lng: language,
    fallbackLng: 'en',
    supportedLngs: [...languages],
    ns: [
      'common',
      'kiosk',
      'desk',
      'messages',
      'remedies',
      'templates',
      'staff',
      'identity',
      'audit',
      'terminals',
      'backup',
      'headquarters',
      'printers',
    ],
    defaultNS: 'common',
    initAsync: false,
    returnNull: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  })
  return instance
}

export function setLanguage(locale: Locale): void {
  if (instance.language !== locale) void instance.changeLanguage(locale)
}
