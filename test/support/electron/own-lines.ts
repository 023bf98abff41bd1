/** What Counterfoil said on standard error, without what the runtime around it says there of its own accord. */

/** Counterfoil's own lines, its log's, what Node warns of in its code, and a defect that Electron reports of it. */
const own: readonly RegExp[] = [
  /^counterfoil: /,
  /^\{"level":/,
  /^\((?:node|electron):\d+\) (?!.*Deprecat)/,
  /^(?:App threw an error|Uncaught |A JavaScript error)/,
]

export function ownLines(written: string): string {
  const lines = written.split(/\r?\n/).filter((line) => own.some((pattern) => pattern.test(line)))
  return lines.map((line) => `${line}\n`).join('')
}
