import classes from './InboxDrawer.module.css'

/** Four to ten digits, spaced in the middle or not: what a code looks like. */
const code = /(\d(?:[ \u00a0]?\d){3,9})(?!\d)/

/** A message's words with its codes set apart, so that one press selects a whole code. */
export function MessageText({ text }: { readonly text: string }) {
  // Splitting on a capturing group puts the codes at the odd places.
  return text.split(code).map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a message's parts never move.
      <bdi key={place} dir="ltr" className={classes.code}>
        {part}
      </bdi>
    ),
  )
}
