/** The words of a mail's body, parted into the pieces that look different. */
import type { Content } from './template-content.ts'
import type { Fillings } from './template-text.ts'

export type Block =
  /** Lines with placeholders; a single line break stays one. */
  | { readonly kind: 'paragraph'; readonly lines: readonly string[] }
  // A placeholder on a line of its own:
  | { readonly kind: 'code'; readonly reference: string; readonly code: string }
  | { readonly kind: 'facts'; readonly rows: Content['facts'] }
  | { readonly kind: 'quote'; readonly lines: readonly string[] }

/** `fillings`: those that the body may hold; any other placeholder is words. */
export function blocksOf(body: string, content: Content, fillings: Fillings): readonly Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  const endParagraph = (): void => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', lines })
    lines = []
  }
  for (const line of body.split('\n')) {
    const alone = /^\s*\{(\w+)\}\s*$/.exec(line)?.[1] ?? ''
    const block = Object.hasOwn(fillings, alone) ? blockAlone(alone, content) : null
    if (block === null && line.trim() !== '') {
      lines.push(line.trim())
      continue
    }
    endParagraph()
    if (block !== null) blocks.push(block)
  }
  endParagraph()
  return blocks
}

function blockAlone(name: string, content: Content): Block | null {
  switch (name) {
    case 'code':
      return content.code && { kind: 'code', ...content.code }
    case 'facts':
      return { kind: 'facts', rows: content.facts }
    case 'answer':
      return { kind: 'quote', lines: content.answer }
    default:
      return null
  }
}
