/** The screens' own address inside Electron: a standard, secure scheme, so that they have an origin no other page can have. */
import type { CustomScheme } from 'electron'

export const appScheme = 'app'
export const appHost = 'counterfoil'
export const appOrigin = `${appScheme}://${appHost}`

/** The address of the screens; the hash says which face they show. */
export const pageAddress = (face: 'desk' | 'kiosk' | 'customer'): string =>
  `${appOrigin}/index.html${face === 'desk' ? '' : `#/${face}`}`

/** To be registered before Electron is ready. The code cache keeps compiled scripts between starts. */
export const schemePrivileges: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}
