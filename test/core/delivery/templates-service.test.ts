import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TemplateKey } from '../../../src/contract/templates.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { templateService } from '../../../src/core/delivery/template-service.ts'
import { originalOf } from '../../../src/core/delivery/template-words.ts'
import { composeMessage } from '../../../src/core/delivery/templates.ts'
import { openOffice } from '../../../src/office-data.ts'
import { databaseFileName, openConnection } from '../../../src/storage/database.ts'
import { handTime, migrationsFolder, quietLog, seededChance, temporaryFolder } from '../../support/office.ts'

const key: TemplateKey = { purpose: 'code_visit', channel: 'sms', locale: 'en' }
const source = { subject: '', heading: '', body: '{code} for {office}.' }

function openTemplates(folder = temporaryFolder()) {
  const ports = { folder, migrationsFolder, time: handTime(), chance: seededChance(), logger: quietLog }
  const opened = openOffice({ ...ports, timeZone: 'UTC' })
  if (!opened.ok) throw new Error(opened.failure.message)
  const office = opened.value
  const close = (): void => {
    if (office.db.open) office.db.close()
  }
  onTestFinished(close)
  const audited = () =>
    office.db
      .prepare<[], { action: string; actor: string; subject: string; detail: string }>(
        `SELECT action, actor, subject, detail FROM audit WHERE action LIKE 'template.%' ORDER BY seq`,
      )
      .all()
  return { folder, office, close, audited, templates: templateService(office) }
}

const visitCode = {
  template: 'code',
  channel: 'sms',
  locale: 'en',
  office: 'Ward 7',
  params: { name: 'A', code: '482913', reference: 'K7', minutes: 5, purpose: 'visit' },
} as const

describe('the office’s own words', () => {
  it('begin as the original ones', () => {
    const { templates } = openTemplates()
    expect(templates.changed()).toEqual([])
    expect(templates.sourceOf(key)).toBeNull()
    expect(templates.get(key)).toMatchObject({ source: originalOf(key), original: originalOf(key), changedAtMs: null })
    expect(templates.get(key).placeholders).toContainEqual({ name: 'code', required: true, inSubject: false })
  })

  it('are kept, told of, used and audited without the words themselves', () => {
    const { templates, audited, office } = openTemplates()
    expect(templates.save(key, source, bySystem)).toEqual({ outcome: 'done' })
    expect(templates.changed()).toEqual([key])
    expect(templates.get(key)).toMatchObject({ source, changedAtMs: office.clock.now(), changedBy: null })
    expect(composeMessage(visitCode, templates.sourceOf).text).toBe('K7: 482 913 for Ward 7.')
    expect(audited()).toEqual([
      { action: 'template.changed', actor: 'system', subject: 'code_visit.sms.en', detail: JSON.stringify(key) },
    ])
  })

  it('name who changed them', () => {
    const { templates, office } = openTemplates()
    office.db
      .prepare("INSERT INTO staff (id, name, role, created_at_ms) VALUES ('s-1', 'Asha', 'administrator', 0)")
      .run()
    templates.save(key, source, { actor: 's-1', terminalId: null })
    expect(templates.get(key).changedBy).toBe('Asha')
  })

  it('are refused with a fault, and nothing is written', () => {
    const { templates, audited } = openTemplates()
    const outcome = templates.save(key, { ...source, body: 'no placeholder' }, bySystem)
    expect(outcome).toEqual({
      outcome: 'refused',
      problems: [{ field: 'body', problem: 'missing_placeholder', name: 'code' }],
    })
    expect(templates.changed()).toEqual([])
    expect(audited()).toEqual([])
  })

  it('of an SMS have neither subject nor heading', () => {
    const { templates } = openTemplates()
    templates.save(key, { ...source, subject: 'x', heading: 'y' }, bySystem)
    expect(templates.sourceOf(key)).toEqual(source)
  })

  it('give way to the original ones on request, once', () => {
    const { templates, audited } = openTemplates()
    templates.save(key, source, bySystem)
    for (let press = 0; press < 2; press += 1) expect(templates.restore(key, bySystem)).toEqual({ outcome: 'done' })
    expect(templates.sourceOf(key)).toBeNull()
    expect(templates.get(key).source).toEqual(originalOf(key))
    expect(audited().map(({ action }) => action)).toEqual(['template.changed', 'template.restored'])
  })

  it('that equal the original ones are not a change', () => {
    const { templates } = openTemplates()
    templates.save(key, source, bySystem)
    templates.save(key, originalOf(key), bySystem)
    expect(templates.changed()).toEqual([])
  })

  it('are there after a restart', () => {
    const first = openTemplates()
    first.templates.save(key, source, bySystem)
    first.close()
    expect(openTemplates(first.folder).templates.sourceOf(key)).toEqual(source)
  })

  it('written by another connection count at once', () => {
    const { templates, folder } = openTemplates()
    expect(templates.sourceOf(key)).toBeNull()
    const other = openConnection(join(folder, databaseFileName))
    onTestFinished(() => void other.close())
    other.prepare("INSERT INTO template VALUES ('code_visit', 'sms', 'en', '', '', '{code}!', 1, 'system')").run()
    expect(templates.sourceOf(key)?.body).toBe('{code}!')
    other.prepare("UPDATE template SET body = 'broken'").run()
    expect(templates.sourceOf(key)?.body).toBe('broken')
    expect(composeMessage(visitCode, templates.sourceOf)).toEqual(composeMessage(visitCode))
  })
})
