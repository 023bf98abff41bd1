/** A message as mail: a plain part that stands on its own, and an HTML part in the one shell. */
import { mailShell } from '../../../resources/templates/mail-shell.ts'
import type { TemplateSource } from '../../contract/templates.ts'
import type { Content } from './template-content.ts'
import { type Block, blocksOf } from './template-letter.ts'
import { escapeHtml, type Fillings, fill, fillHtml, isolatedLtr, type Values } from './template-text.ts'
import type { Words } from './template-words.ts'

export interface MailParts {
  readonly source: TemplateSource
  readonly words: Words
  readonly content: Content
  /** Those of the body. */
  readonly fillings: Fillings
  /** Those that subject and heading may hold. */
  readonly headFillings: Fillings
}

export function mailText(parts: MailParts): string {
  const blocks = blocksIn(parts).map((block) => blockText(block, parts))
  const footer = fill(parts.words.footer, { office: parts.content.fillings.office })
  return `${[...blocks, `-- \n${footer}`].join('\n\n')}\n`
}

const blocksIn = ({ source, content, fillings }: MailParts): readonly Block[] =>
  blocksOf(source.body, content, fillings)

function blockText(block: Block, { fillings, words }: MailParts): string {
  switch (block.kind) {
    case 'paragraph':
      return block.lines.map((line) => fill(line, fillings)).join('\n')
    case 'code':
      return `    ${isolatedLtr(`${block.reference}: ${block.code}`, words.direction)}`
    case 'facts':
      return block.rows.map(({ label, value }) => `${label}: ${value}`).join('\n')
    case 'quote':
      return block.lines.map((line) => `> ${line}`.trimEnd()).join('\n')
  }
}

/** `subject` as it was written, for the page's title. */
export function mailHtml(parts: MailParts, subject: string, lang: string): string {
  const { source, words, content } = parts
  const side = words.direction === 'rtl' ? 'right' : 'left'
  const heading = `<h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:30px;color:#1a2027;">${fillHtml(source.heading, parts.headFillings)}</h1>`
  const slots: Values = {
    lang,
    dir: words.direction,
    side,
    font: 'Inter,Vazirmatn,-apple-system,Segoe UI,Roboto,Tahoma,Arial,sans-serif',
    title: escapeHtml(subject),
    body: [heading, ...blocksIn(parts).map((block) => blockHtml(block, parts.fillings, side))].join('\n'),
    footer: fillHtml(words.footer, { office: content.fillings.office }),
  }
  return mailShell.replace(/\{\{(\w+)\}\}/g, (_slot, name: string) => slots[name] ?? '')
}

function blockHtml(block: Block, fillings: Fillings, side: string): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p class="ink" style="margin:0 0 16px;color:#1a2027;">${block.lines.map((line) => fillHtml(line, fillings)).join('<br>')}</p>`
    case 'code':
      return codeHtml(block.reference, block.code)
    case 'facts':
      return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px;">${block.rows
        .map((row) => factHtml(row, side))
        .join('')}</table>`
    case 'quote':
      return `<blockquote class="quote ink" style="margin:0 0 16px;padding:12px 16px;border:1px solid #d9dfe5;border-radius:6px;background-color:#f3f5f7;color:#1a2027;">${block.lines
        .map((line) => `<bdi>${escapeHtml(line)}</bdi>`)
        .join('<br>')}</blockquote>`
  }
}

/** The code reads left to right in every language, large enough to be read out from a phone at arm's length. */
function codeHtml(reference: string, code: string): string {
  const digits = `<span class="code ink" style="font-size:40px;line-height:48px;font-weight:700;letter-spacing:2px;white-space:nowrap;color:#1a2027;">${escapeHtml(code)}</span>`
  const mark = `<span class="soft" style="font-size:20px;line-height:48px;color:#55606c;">${escapeHtml(reference)}:</span>`
  return `<div class="code-box" dir="ltr" style="margin:0 0 16px;padding:16px;border:1px solid #d9dfe5;border-radius:6px;background-color:#f3f5f7;text-align:center;direction:ltr;unicode-bidi:isolate;">${mark} ${digits}</div>`
}

function factHtml({ label, value }: { readonly label: string; readonly value: string }, side: string): string {
  const gap = side === 'left' ? 'padding:4px 24px 4px 0;' : 'padding:4px 0 4px 24px;'
  return `<tr><td class="soft" align="${side}" style="${gap}color:#55606c;">${escapeHtml(label)}</td><td class="ink" align="${side}" style="padding:4px 0;font-weight:600;color:#1a2027;font-variant-numeric:tabular-nums;"><bdi>${escapeHtml(value)}</bdi></td></tr>`
}
