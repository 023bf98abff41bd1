import { useEffect, useRef } from 'react'
import type { CustomerHit } from '../../../contract/customers.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import classes from './Hit.module.css'
import { highlightDigits, highlightWords, type Piece } from './highlight.ts'

interface HitProps {
  readonly id: string
  readonly hit: CustomerHit
  readonly query: string
  readonly active: boolean
  readonly onPoint: () => void
  readonly onPick: () => void
}

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece) =>
    piece.matched ? <mark key={piece.from}>{piece.text}</mark> : <span key={piece.from}>{piece.text}</span>,
  )
}

/** One customer found, with the part that matched marked. Chosen by mouse here and by keyboard from the search box. */
export function Hit({ id, hit, query, active, onPoint, onPick }: HitProps) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const place = [hit.address, hit.ward].filter((part) => part !== '').join(' · ')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search box has the keyboard; arrows and Enter work there.
    <div
      ref={row}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={classes.hit}
      onMouseMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      <div className={classes.head}>
        <span className={classes.name} title={hit.name}>
          <bdi>
            <Pieces pieces={highlightWords(hit.name, query)} />
          </bdi>
        </span>
        <Ltr className={classes.account ?? ''}>
          <Pieces pieces={highlightWords(hit.accountNo, query)} />
        </Ltr>
      </div>
      <div className={classes.foot}>
        {place !== '' && (
          <bdi className={classes.place} title={place}>
            <Pieces pieces={highlightWords(place, query)} />
          </bdi>
        )}
        {hit.contacts.map((contact) => (
          <Ltr key={contact.contactId} className={classes.contact ?? ''}>
            <Pieces
              pieces={
                contact.kind === 'phone' ? highlightDigits(contact.value, query) : highlightWords(contact.value, query)
              }
            />
          </Ltr>
        ))}
      </div>
    </div>
  )
}
