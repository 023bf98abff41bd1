import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { TemplateSource } from '../../../contract/templates.ts'

export type TemplateField = keyof TemplateSource

/** Puts words in at the cursor of the field that was last in use, and leaves the cursor after them. */
export function useInsertion(change: (part: Partial<TemplateSource>) => void) {
  const [field, setField] = useState<TemplateField>('body')
  const elements = useRef<Partial<Record<TemplateField, HTMLInputElement | HTMLTextAreaElement | null>>>({})
  const bind = (name: TemplateField) => ({
    ref: (element: HTMLInputElement | HTMLTextAreaElement | null) => {
      elements.current[name] = element
    },
    onFocus: () => setField(name),
  })
  const insert = (words: string): void => {
    const element = elements.current[field]
    if (!element) return
    const { value } = element
    const from = element.selectionStart ?? value.length
    const to = element.selectionEnd ?? value.length
    flushSync(() => change({ [field]: value.slice(0, from) + words + value.slice(to) }))
    element.focus()
    element.setSelectionRange(from + words.length, from + words.length)
  }
  return { field, bind, insert }
}
