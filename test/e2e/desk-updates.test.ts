/** Updates on the settings screen: what each state looks like, and the press that installs. The feed and the installer are ports. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { done, failed } from '../../src/core/kernel/outcome.ts'
import { noUpdates } from '../../src/core/update/elsewhere.ts'
import type { Release, UpdateHost } from '../../src/core/update/feed.ts'
import { startHost } from '../support/host.ts'
import { openVisit, type TestOffice, testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, goTo, signIn } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
type Latest = Awaited<ReturnType<Extract<UpdateHost['source'], { feed: unknown }>['feed']['latest']>>

async function updates(host?: Partial<UpdateHost>): Promise<{ office: TestOffice; desk: Page }> {
  const time = flowingTime()
  const office = testOffice({ time, ...(host === undefined ? {} : { ports: { updates: { ...noUpdates, ...host } } }) })
  await office.addStaff({ name: 'Meera Pillai', role: 'administrator', pin: '4702' })
  const { address } = await startHost(office)
  // While an update is installed, whatever the desk asks by itself is answered so.
  const mayComplainOf = /503 \(Service Unavailable\)/
  const desk = await openScreen(browser(), { at: address, time, mayComplainOf })
  await signIn(desk, 'Meera Pillai', '4702')
  await goTo(desk, 'Settings')
  await desk.getByText('Updates', { exact: true }).click()
  return { office, desk }
}

const release: Release = { version: '1.4.0', stagingPercentage: 100, files: [{ name: 'a', sha512: 'b', bytes: 1 }] }

describe('updates on the settings screen', () => {
  it('come with the package in the Node host', { timeout: 60_000 }, async () => {
    const { desk } = await updates()
    await desk.getByText('This host is updated with its package').waitFor()
    await desk.getByText(noUpdates.version, { exact: true }).waitFor()
    expect(await button(desk, 'Look for an update').count()).toBe(0)
    await look(desk, 'desk-updates-elsewhere')
  })

  it('are looked for, refused with a reason, made ready, and installed on a press once the visit is over', {
    timeout: 120_000,
  }, async () => {
    let latest: Latest = failed('signature_wrong')
    const did: string[] = []
    const { office, desk } = await updates({
      version: '1.3.0',
      workingHours: { fromMinute: 0, toMinute: 24 * 60 },
      source: {
        feed: { latest: async () => latest },
        installer: {
          canReplace: () => true,
          download: async () => done(null),
          install: () => {
            did.push('install')
            return new Promise(() => {})
          },
        },
      },
      async beforeInstall() {
        did.push('backup')
        return done(null)
      },
    })
    await button(desk, 'Look for an update').click()
    await desk.getByText('An update was refused: its signature is wrong').waitFor()
    await look(desk, 'desk-updates-refused')

    const { caller, visit } = await openVisit(office)
    latest = done(release)
    await button(desk, 'Look for an update').click()
    await desk.getByText('A visit is open.').waitFor()
    expect(await button(desk, 'Install now').isDisabled()).toBe(true)
    await look(desk, 'desk-updates-waiting')
    const row = office.app.visits.openHere(visit.id, caller.terminalId)
    if (row === null) throw new Error('closed')
    office.app.visits.finish(row, 'finished', caller)

    await desk.getByText('It installs itself outside working hours').waitFor()
    await button(desk, 'Install now').click()
    const dialog = desk.getByRole('dialog', { name: 'Install version 1.4.0 now?' })
    await dialog.waitFor()
    await look(desk, 'desk-updates-confirm')
    await button(dialog, 'Install now').click()
    await desk.getByText('Version 1.4.0 is being installed').waitFor()
    expect(did).toEqual(['backup', 'install'])
  })
})
