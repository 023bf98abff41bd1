/** What pages say to the main process, with the frame that said it. */
import { EventEmitter } from 'node:events'
import type { WebFrameMain } from 'electron'
import { fromChromium } from './addresses.ts'
import type { StandInPort } from './message-port.ts'

export const ipcMain = new EventEmitter()

/** `url` is the page's own address in Chromium. Only top frames have a preload here, so only they can speak. */
export function hearTopFrame(
  sender: EventEmitter,
  url: string,
  said: { readonly channel: string; readonly message: unknown; readonly ports: readonly StandInPort[] },
): void {
  const senderFrame = {
    origin: fromChromium(new URL(url).origin),
    url: fromChromium(url),
    parent: null,
    detached: false,
  } satisfies Pick<WebFrameMain, 'origin' | 'url' | 'parent' | 'detached'>
  ipcMain.emit(said.channel, { type: 'frame', sender, senderFrame, ports: said.ports }, said.message)
}
