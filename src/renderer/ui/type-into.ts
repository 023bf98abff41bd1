/** Typing into whichever field has the focus, as a keyboard would: whoever listens to the field hears it. */

function focusedField(): HTMLInputElement | null {
  const field = document.activeElement
  return field instanceof HTMLInputElement && !field.disabled && !field.readOnly ? field : null
}

const tell = (field: HTMLInputElement, inputType: string): void => {
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType }))
}

/** Where the caret is; a field of a type that has none is written at its end. */
function selection(field: HTMLInputElement): { start: number; end: number } {
  const { length } = field.value
  return { start: field.selectionStart ?? length, end: field.selectionEnd ?? length }
}

export function typeCharacters(characters: string): void {
  const field = focusedField()
  if (field === null) return
  const { start, end } = selection(field)
  if (field.maxLength >= 0 && field.value.length - (end - start) + characters.length > field.maxLength) return
  field.setRangeText(characters, start, end, 'end')
  tell(field, 'insertText')
}

/** The selection, or the character before the caret. */
export function eraseCharacter(): void {
  const field = focusedField()
  if (field === null) return
  const { start, end } = selection(field)
  const before = [...field.value.slice(0, start)].at(-1)?.length ?? 0
  field.setRangeText('', start === end ? start - before : start, end, 'end')
  tell(field, 'deleteContentBackward')
}
