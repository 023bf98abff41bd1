/** Which display a window stands on. Displays are numbered as people count them: 1 is the primary, then from left to right. */
import type { Display } from 'electron'

type Placed = Pick<Display, 'id' | 'bounds'>

/** In the order of their numbers. */
export function numbered<D extends Placed>(displays: readonly D[], primaryId: number): D[] {
  const rest = displays.filter(({ id }) => id !== primaryId)
  const byPlace = rest.toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y)
  return [...displays.filter(({ id }) => id === primaryId), ...byPlace]
}

/** The display with number `wanted`; where it is not plugged in, or none was asked for, the primary. */
export function mainDisplay<D extends Placed>(
  displays: readonly D[],
  primaryId: number,
  wanted: number | null,
): D | null {
  const order = numbered(displays, primaryId)
  return (wanted === null ? undefined : order[wanted - 1]) ?? order[0] ?? null
}

/** Where customers look, as the terminal is told: `auto` is the first that is not the clerk's. */
export type CustomerDisplay = 'auto' | 'off' | number

/** The display for the customer, or null: there is none beside the clerk's, or it was turned off. */
export function customerDisplayOf<D extends Placed>(
  displays: readonly D[],
  primaryId: number,
  { main, customer }: { readonly main: number | null; readonly customer: CustomerDisplay },
): D | null {
  if (customer === 'off') return null
  const order = numbered(displays, primaryId)
  const clerks = mainDisplay(displays, primaryId, main)
  const chosen = customer === 'auto' ? order.find(({ id }) => id !== clerks?.id) : order[customer - 1]
  return chosen === undefined || chosen.id === clerks?.id ? null : chosen
}
