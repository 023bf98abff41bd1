import { Money } from '../../ui/Money.tsx'
import classes from './LinesTable.module.css'

interface LinesRow {
  readonly label: string
  readonly amountMinor: number
  readonly strong?: boolean
}

export function LinesTable({ rows }: { readonly rows: readonly LinesRow[] }) {
  return (
    <table className={classes.table}>
      <tbody>
        {rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bill may name two lines alike, and they never move.
          <tr key={place} data-strong={row.strong ?? false}>
            <th scope="row">
              <bdi>{row.label}</bdi>
            </th>
            <td>
              <Money amountMinor={row.amountMinor} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
