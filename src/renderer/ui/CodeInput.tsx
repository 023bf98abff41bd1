import { OTPInput } from 'input-otp'
import { useEffect, useRef } from 'react'
import classes from './CodeInput.module.css'
import { codeIn, onlyDigits } from './digits.ts'
import { styleNonce } from './style-nonce.ts'
import { digitKey, useTypeAnywhere } from './use-type-anywhere.ts'

interface CodeInputProps {
  readonly label: string
  /** How many digits the code has. */
  readonly length: number
  /** ASCII digits, `length` at most. */
  readonly value: string
  readonly onChange: (value: string) => void
  /** Called once each time the code becomes whole. */
  readonly onComplete?: (value: string) => void
  readonly disabled?: boolean
  readonly invalid?: boolean
  /** Draws dots instead of digits: for PINs. */
  readonly masked?: boolean
  /** Focuses it at once, and leads digits typed elsewhere on the screen to it. */
  readonly autoFocus?: boolean
  /** `none` where our own keypad is on the screen, so that no second keyboard slides up. */
  readonly inputMode?: 'numeric' | 'none'
  readonly describedBy?: string
}

/**
 * A code or PIN: one real input with drawn boxes over it, which screen readers, paste, scanners and one-time-code
 * autofill understand. Always left-to-right; takes digits of every script we speak.
 */
export function CodeInput(props: CodeInputProps) {
  const { label, length, value, onChange, onComplete, disabled = false, invalid = false, masked = false } = props
  const completed = useRef('')
  const field = useRef<HTMLInputElement>(null)
  useTypeAnywhere(field, digitKey, props.autoFocus ?? false)

  // The same code may be typed again after it was refused and the field emptied.
  useEffect(() => {
    if (value.length < length) completed.current = ''
  }, [value, length])

  const take = (raw: string) => onChange(onlyDigits(raw).slice(0, length))
  // input-otp compares with the value of the last render, so a re-render at the wrong moment could tell us twice.
  const complete = (code: string) => {
    if (completed.current === code) return
    completed.current = code
    onComplete?.(code)
  }

  return (
    <div dir="ltr" className={classes.frame}>
      <OTPInput
        ref={field}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={props.describedBy}
        value={value}
        onChange={take}
        onComplete={complete}
        maxLength={length}
        pasteTransformer={(text) => codeIn(text, length)}
        inputMode={props.inputMode ?? 'numeric'}
        autoComplete={masked ? 'off' : 'one-time-code'}
        type={masked ? 'password' : 'text'}
        autoFocus={props.autoFocus ?? false}
        disabled={disabled}
        dir="ltr"
        pushPasswordManagerStrategy="none"
        noScriptCSSFallback={null}
        nonce={styleNonce()}
        containerClassName={classes.boxes ?? ''}
        render={({ slots }) =>
          slots.map((slot, place) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place.
              key={place}
              aria-hidden
              className={classes.box}
              data-active={slot.isActive}
              data-invalid={invalid}
              data-disabled={disabled}
              data-gap={length % 2 === 0 && length >= 6 && place === length / 2}
            >
              {slot.char === null ? slot.hasFakeCaret ? <span className={classes.caret} /> : '' : null}
              {slot.char !== null && (masked ? '•' : slot.char)}
            </span>
          ))
        }
      />
    </div>
  )
}
