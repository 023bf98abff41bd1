/** What runs inside the page, as source text: the preload's world, and the half of the context bridge in the page's own. */
import type { ContextBridge, IpcRenderer } from 'electron'

export const worldName = 'Electron Isolated Context'
export const bindingName = 'standInSend'

/** What the preload's world says to the main process. */
export type FromPage =
  | { readonly kind: 'ipc'; readonly channel: string; readonly message: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'message'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'closed'; readonly port: number }

/** What the main process calls there. */
export interface PreloadWorld {
  deliver(port: number, data: unknown): void
  close(port: number): void
}

declare const standInSend: (message: string) => void

/** In the page's own world, before any script of the page: makes what the preload exposes. */
function mainWorld(): void {
  document.addEventListener('standin:expose', (event) => {
    const { name, keys }: { name: string; keys: string[] } = JSON.parse((event as CustomEvent<string>).detail)
    const call = (key: string) => () => {
      document.dispatchEvent(new CustomEvent('standin:call', { detail: `${name}.${key}` }))
    }
    const value = Object.freeze(Object.fromEntries(keys.map((key) => [key, call(key)])))
    Object.defineProperty(window, name, { value, enumerable: true })
  })
}

/** In the preload's world, in the top frame only, as Electron does unless `nodeIntegrationInSubFrames`. */
function preloadWorld(preload: (require: (name: string) => unknown) => void): void {
  if (window.top !== window) return
  const say = (message: FromPage): void => standInSend(JSON.stringify(message))
  const ports = new Map<number, MessagePort>()
  const take = (port: MessagePort): number => {
    const id = ports.size + 1
    ports.set(id, port)
    port.addEventListener('message', (event) => say({ kind: 'message', port: id, data: event.data }))
    port.addEventListener('close', () => say({ kind: 'closed', port: id }))
    port.start()
    return id
  }
  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: Record<string, () => void>) {
        document.addEventListener('standin:call', (event) => {
          const [object, key = ''] = (event as CustomEvent<string>).detail.split('.')
          if (object === name) api[key]?.()
        })
        const detail = JSON.stringify({ name, keys: Object.keys(api) })
        document.dispatchEvent(new CustomEvent('standin:expose', { detail }))
      },
    },
    ipcRenderer: {
      postMessage(channel: string, message: unknown, transfer: MessagePort[] = []) {
        say({ kind: 'ipc', channel, message, ports: transfer.map(take) })
      },
    },
  } satisfies {
    contextBridge: Pick<ContextBridge, 'exposeInMainWorld'>
    ipcRenderer: Pick<IpcRenderer, 'postMessage'>
  }
  const world: PreloadWorld = {
    deliver: (port, data) => ports.get(port)?.postMessage(data),
    close: (port) => ports.get(port)?.close(),
  }
  Object.assign(globalThis, { standInWorld: world })
  preload((name) => {
    if (name !== 'electron') throw new Error(`a sandboxed preload cannot require ${name}`)
    return electron
  })
}

export const mainWorldSource = `(${mainWorld})()`
export const preloadSource = (code: string): string => `(${preloadWorld})((require) => {\n${code}\n})`
