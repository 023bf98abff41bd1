/** What a provider said, made fit for the clerk's screen and the records: one line, bounded, nothing secret in it. */
import { cleanLine, westernDigits } from '../core/kernel/text.ts'

/** Longest words kept, in UTF-16 units. The database and the screens count on it. */
export const maxProviderWords = 300

/** Longest piece of a provider's answer looked at; the rest could only be noise or an attack. */
const maxExamined = 4_000

/**
 * The provider's words without `secrets` (credentials in any form they travel in) and without the digits of `messageText`:
 * a provider may quote the message it refuses, and the code in it must not reach a screen or a log.
 */
export function providerWords(raw: string, secrets: readonly string[], messageText = ''): string {
  let words = raw.slice(0, maxExamined)
  // Longest first: a short form may be the end of a longer one, whose beginning would be left standing.
  const forms = secrets.flatMap(travellingForms).sort((a, b) => b.length - a.length)
  for (const form of forms) words = words.replaceAll(form, '***')
  words = cleanLine(words.toWellFormed())
  for (const digits of codesIn(messageText)) words = words.replace(spacedDigits(digits), '***')
  return words.length <= maxProviderWords ? words : `${words.slice(0, maxProviderWords - 1).toWellFormed()}…`
}

/** A secret as it stands, percent-encoded, and in base64: SMTP and HTTP carry it in each of these. */
function travellingForms(secret: string): string[] {
  if (secret === '') return []
  return [secret, encodeURIComponent(secret), Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, '')]
}

/** Runs of at least four digits, as codes are, however the message groups them. */
function codesIn(messageText: string): string[] {
  const runs = westernDigits(messageText).match(/\d(?:[ \u00A0-]?\d){3,}/g) ?? []
  return runs.map((run) => run.replace(/\D/g, ''))
}

/** Whether a text carries exactly this code, in any script and grouping, not as part of a longer number. */
export function holdsCode(text: string, digits: string): boolean {
  return new RegExp(`(?<!\\d)${[...digits].join('[ \\u00A0-]?')}(?!\\d)`).test(westernDigits(text))
}

const spacedDigits = (digits: string): RegExp => new RegExp([...digits].join('[\\s\\u00A0-]*'), 'g')
