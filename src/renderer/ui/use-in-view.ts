import { type RefObject, useEffect, useRef } from 'react'

/** Brings what just appeared into view, where the page is longer than the screen. */
export function useInView<E extends HTMLElement>(edge: 'start' | 'nearest'): RefObject<E | null> {
  const ref = useRef<E>(null)
  useEffect(() => {
    ref.current?.scrollIntoView({ block: edge })
  }, [edge])
  return ref
}
