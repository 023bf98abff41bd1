/**
 * The one bridge between the screens and the product: the page posts a MessagePort to itself, and this forwards it to the
 * main process. Nothing of Electron reaches the page, and no capability lives here.
 */
import { contextBridge, ipcRenderer } from 'electron'

/** Both the page's message and the channel; the renderer's client and the main process know the same word. */
const connectMessage = 'counterfoil:connect'

/** Waits for the page's own message with exactly one port. Anything else that is posted meanwhile is left alone. */
function connect(): void {
  const listen = (event: MessageEvent<unknown>): void => {
    const [port, ...others] = event.ports
    if (event.source !== window || event.origin !== location.origin || event.data !== connectMessage) return
    if (port === undefined || others.length > 0) return
    window.removeEventListener('message', listen)
    ipcRenderer.postMessage(connectMessage, null, [port])
  }
  window.addEventListener('message', listen)
}

contextBridge.exposeInMainWorld('counterfoil', Object.freeze({ connect }))
