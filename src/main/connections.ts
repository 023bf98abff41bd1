/** Takes in the screens' ports: one for each window, gone with the page that brought it. */
import type { IpcMain, IpcMainEvent, MessagePortMain, WebContents } from 'electron'
import type { Logger } from '../core/kernel/logger.ts'
import { trustedPort } from './sender.ts'

export const connectChannel = 'counterfoil:connect'

export interface ConnectionParts {
  readonly ipcMain: Pick<IpcMain, 'on'>
  readonly logger: Logger
  bind(port: MessagePortMain, contents: WebContents): void
}

export function acceptConnections(parts: ConnectionParts): void {
  const open = new WeakMap<WebContents, MessagePortMain>()
  const drop = (contents: WebContents): void => {
    open.get(contents)?.close()
    open.delete(contents)
  }
  parts.ipcMain.on(connectChannel, (event: IpcMainEvent) => {
    const port = trustedPort(event)
    if (port === null) {
      for (const each of event.ports) each.close()
      parts.logger.warn('a frame that is not ours asked for the product')
      return
    }
    const contents = event.sender
    const isKnown = open.has(contents)
    drop(contents)
    open.set(contents, port)
    if (!isKnown) {
      // A port dies with its page anyway; this does not wait for the garbage collector of a page that hangs.
      const gone = (): void => {
        contents.off('did-navigate', gone)
        contents.off('render-process-gone', gone)
        drop(contents)
      }
      contents.on('did-navigate', gone)
      contents.on('render-process-gone', gone)
    }
    parts.bind(port, contents)
  })
}
