/** Carries what the preload's world says to the main process, and back, over Chromium's debugging protocol. */
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright-core'
import { StandInPort } from './message-port.ts'
import { bindingName, type FromPage, mainWorldSource, preloadSource, worldName } from './page-side.ts'

export type HearIpc = (channel: string, message: unknown, ports: StandInPort[]) => void

interface Link {
  readonly contextId: number
  readonly ports: Map<number, StandInPort>
}

/** Puts the preload before every document of the page. Ports of a document that is gone are closed. */
export async function linkPreload(page: Page, session: CDPSession, preload: string, hear: HearIpc): Promise<void> {
  let link: Link | null = null
  const unlink = (): void => {
    for (const port of link?.ports.values() ?? []) port.end()
    link = null
  }
  const callWorld = (at: Link, call: string): void => {
    const expression = `standInWorld.${call}`
    session.send('Runtime.evaluate', { expression, contextId: at.contextId }).catch(() => undefined)
  }
  const take = (at: Link, id: number): StandInPort => {
    const send = (data: unknown): void => callWorld(at, `deliver(${id}, ${JSON.stringify(data)})`)
    const port = new StandInPort(send, () => callWorld(at, `close(${id})`))
    at.ports.set(id, port)
    return port
  }

  session.on('Runtime.executionContextsCleared', unlink)
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== bindingName) return
    if (link?.contextId !== executionContextId) {
      unlink()
      link = { contextId: executionContextId, ports: new Map() }
    }
    const at: Link = link
    const said: FromPage = JSON.parse(payload)
    if (said.kind === 'ipc') {
      const ports = said.ports.map((id) => take(at, id))
      hear(said.channel, said.message, ports)
    } else if (said.kind === 'message') at.ports.get(said.port)?.arrive(said.data)
    else at.ports.get(said.port)?.end()
  })
  page.once('close', unlink)
  page.once('crash', unlink)
  await session.send('Runtime.enable')
  await session.send('Runtime.addBinding', { name: bindingName, executionContextName: worldName })
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource })
  const source = preloadSource(readFileSync(preload, 'utf8'))
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName })
}
