import { describe, expect, it } from 'vitest'
import type { TemplateKey, TemplateSource } from '../../../src/contract/templates.ts'
import { problemsOf } from '../../../src/core/delivery/template-check.ts'
import { placeholdersOf } from '../../../src/core/delivery/template-placeholders.ts'
import { previewOf } from '../../../src/core/delivery/template-preview.ts'
import { originalOf } from '../../../src/core/delivery/template-words.ts'
import { characterWord } from '../../../src/renderer/screens/templates/template-words.ts'
import {
  createTemplatesModel,
  isDirty,
  mayBeSaved,
  problemsIn,
} from '../../../src/renderer/screens/templates/templates-view-model.ts'

/** An office that keeps one message's words, whose answers can be lost or held back. */
function editor() {
  let kept: TemplateSource | null = null
  const net = { down: false, hold: null as Promise<void> | null }
  const answer = async <T>(work: () => T): Promise<T> => {
    if (net.hold) await net.hold
    if (net.down) throw new TypeError('fetch failed')
    return work()
  }
  const templates = {
    changed: () => answer((): TemplateKey[] => []),
    get: (key: TemplateKey) =>
      answer(() => ({
        source: kept ?? originalOf(key),
        original: originalOf(key),
        changedAtMs: kept === null ? null : 1,
        changedBy: null,
        placeholders: [...placeholdersOf(key)],
      })),
    preview: ({ key, source }: { key: TemplateKey; source: TemplateSource }) =>
      answer(() => previewOf(key, source, 'Ward 7')),
    save: ({ key, source }: { key: TemplateKey; source: TemplateSource }) =>
      answer(() => {
        const problems = problemsOf(key, source)
        if (problems.length > 0) return { outcome: 'refused' as const, problems }
        kept = source
        return { outcome: 'done' as const }
      }),
    restore: () =>
      answer(() => {
        kept = null
        return { outcome: 'done' as const }
      }),
  }
  const pauses: (() => void)[] = []
  const ports = {
    client: { templates },
    after: (_ms: number, then: () => void) => {
      pauses.push(then)
      return () => void pauses.splice(pauses.indexOf(then), 1)
    },
  }
  const store = createTemplatesModel(ports, 'en')
  const shown = () => {
    const { state } = store.getState()
    if (state.kind !== 'shown') throw new Error(`it is ${state.kind}`)
    return state
  }
  return { store, shown, net, pauses, kept: () => kept }
}

describe('editing a message’s words', () => {
  it('begins with the words and their preview, unchanged', async () => {
    const { store, shown } = editor()
    await store.getState().load()
    expect(shown().preview?.shown.subject).toBe('Your code for Ward 7 (K7)')
    expect([isDirty(shown()), mayBeSaved(shown())]).toEqual([false, false])
  })

  it('asks for a preview once typing pauses, not for every letter', async () => {
    const { store, shown, pauses } = editor()
    await store.getState().load()
    for (const body of ['{code} a', '{code} ab', '{code} abc']) store.getState().change({ body })
    expect(pauses).toHaveLength(1)
    await store.getState().refreshPreview()
    expect(shown().preview?.shown.text).toContain('K7: 482 913 abc')
  })

  it('tells what is wrong and keeps it from being saved', async () => {
    const { store, shown } = editor()
    await store.getState().load()
    store.getState().change({ body: 'nothing' })
    await store.getState().refreshPreview()
    expect(problemsIn(shown())).toEqual([{ field: 'body', problem: 'missing_placeholder', name: 'code' }])
    expect(mayBeSaved(shown())).toBe(false)
  })

  it('refused by the office, shows why and keeps the words', async () => {
    const { store, shown, kept } = editor()
    await store.getState().load()
    store.getState().change({ body: 'too quick' })
    await store.getState().save()
    expect(kept()).toBeNull()
    expect(shown()).toMatchObject({ draft: { body: 'too quick' }, step: { kind: 'editing' } })
    expect(problemsIn(shown())).toHaveLength(1)
  })

  it('keeps the words where the answer is lost, and saves them at the second press', async () => {
    const { store, shown, net, kept } = editor()
    await store.getState().load()
    store.getState().change({ body: '{code} mine' })
    net.down = true
    await store.getState().save()
    expect(shown()).toMatchObject({ draft: { body: '{code} mine' }, step: { kind: 'failed' } })
    net.down = false
    await store.getState().save()
    expect(kept()?.body).toBe('{code} mine')
    expect(shown()).toMatchObject({ step: { kind: 'saved' }, detail: { changedAtMs: 1 } })
    await store.getState().restore()
    expect(shown()).toMatchObject({ step: { kind: 'restored' }, detail: { changedAtMs: null } })
  })

  it('never shows one message’s words under another’s name', async () => {
    const { store, shown, net } = editor()
    let release = (): void => {}
    net.hold = new Promise((resolve) => {
      release = resolve
    })
    const first = store.getState().load()
    store.getState().choose({ purpose: 'receipt', channel: 'sms' })
    release()
    await first
    await expect.poll(() => store.getState().state.kind).toBe('shown')
    expect(shown().draft).toEqual(originalOf({ purpose: 'receipt', channel: 'sms', locale: 'en' }))
  })

  it('says when the words cannot be loaded, and tries again', async () => {
    const { store, net } = editor()
    net.down = true
    await store.getState().load()
    expect(store.getState().state.kind).toBe('failed')
    net.down = false
    await store.getState().load()
    expect(store.getState().state.kind).toBe('shown')
  })
})

describe('a costly character', () => {
  it.each([
    ['–', '–'],
    ['\u00A0', 'U+00A0'],
    ['\u200C', 'U+200C'],
    ['😀', '😀'],
  ])('%j is told as %s', (character, word) => expect(characterWord(character)).toBe(word))
})
