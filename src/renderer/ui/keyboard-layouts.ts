/** The keys of the on-screen keyboard, row by row. `words-…` is for writing sentences in that language. */
import type { Locale } from '../../contract/values.ts'

export type KeyboardLayout = 'email' | 'account' | 'any-lower' | 'any-upper' | 'any-signs' | `words-${Locale}`

const digits = [...'1234567890']
const latin = [[...'qwertyuiop'], [...'asdfghjkl'], [...'zxcvbnm']]

export const keyboardLayouts: Readonly<Record<KeyboardLayout, readonly (readonly string[])[]>> = {
  email: [digits, ...latin, ['@', '.', '_', '-', '.com']],
  account: [digits, ...latin.map((row) => row.map((key) => key.toUpperCase())), ['-', '/', '.', '_']],
  'any-lower': [digits, ...latin, ['@', '.', '_', '-', ' ']],
  'any-upper': [digits, ...latin.map((row) => row.map((key) => key.toUpperCase())), ['@', '.', '_', '-', ' ']],
  'any-signs': [digits, [...'!"#$%&/()='], [...'+*~^|\\<>[]'], [..."{};:,?'`@."], ['_', '-', ' ']],
  'words-en': [digits, ...latin, [',', '.', "'", ' ', '?', '!']],
  'words-fa': [
    [...'۱۲۳۴۵۶۷۸۹۰'],
    [...'ضصثقفغعهخحجچ'],
    [...'شسیبلاتنمکگ'],
    [...'ظطزرذدپوئژآ'],
    ['،', '.', ' ', '؟', '!'],
  ],
  'words-hi': [
    [...'अआइईउऊऋएऐओऔ'],
    [...'ािीुूृेैोौ्'],
    [...'कखगघचछजझटठडढ'],
    [...'णतथदधनपफबभम'],
    [...'यरलवशषसहंँ़'],
    [',', '।', ' ', '?', '!'],
  ],
}
