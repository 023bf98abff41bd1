/** No menu, except on macOS, where copy, paste and quit live in one. */
import { Menu } from 'electron'

export function applicationMenu(platform: NodeJS.Platform, kiosk: boolean): Menu | null {
  if (platform !== 'darwin') return null
  return Menu.buildFromTemplate([
    { label: 'Counterfoil', submenu: kiosk ? [] : [{ role: 'about' }, { role: 'quit' }] },
    { role: 'editMenu' },
  ])
}
