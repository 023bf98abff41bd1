/** Electron's own updater: on macOS Squirrel's, in the order in which it ends the program. */
import { EventEmitter } from 'node:events'
import type { AutoUpdater } from 'electron'
import { app } from './app.ts'

class StandInUpdater
  extends EventEmitter
  implements Pick<AutoUpdater, 'setFeedURL' | 'checkForUpdates' | 'quitAndInstall'>
{
  setFeedURL(): void {
    // Squirrel asks electron-updater's own proxy; nothing is asked here.
  }

  /** `STAND_IN_SQUIRREL` is what becomes of its download: `takes`, `refuses`, and else nothing is heard of it. */
  checkForUpdates(): void {
    const fate = process.env.STAND_IN_SQUIRREL
    if (fate === 'refuses') setImmediate(() => this.emit('error', new Error('Code signature did not pass')))
    if (fate === 'takes') setImmediate(() => this.emit('update-downloaded'))
  }

  /** Windows close first; the new version is put in place after the last; only then is the program asked to quit. */
  quitAndInstall(): void {
    this.emit('before-quit-for-update')
    const putInPlace = (): void => {
      process.send?.({ kind: 'replaced' })
      app.quit()
    }
    if (app.windows.size === 0) putInPlace()
    app.afterLastWindow = putInPlace
    for (const window of [...app.windows]) window.close()
  }
}

export const autoUpdater = new StandInUpdater()
