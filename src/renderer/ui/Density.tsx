import { createContext, type ReactNode, useContext, useLayoutEffect } from 'react'

/** `desk`: 48 px targets, read at a desk. `kiosk`: 64 px targets and larger type, read at arm's length. */
type DensityName = 'desk' | 'kiosk'

const DensityContext = createContext<DensityName>('desk')

/** Sets the size of everything below, dialogs included: the stylesheet reads it from `<html data-density>`. */
export function Density({ name, children }: { readonly name: DensityName; readonly children: ReactNode }) {
  useLayoutEffect(() => {
    document.documentElement.dataset.density = name
  }, [name])
  return <DensityContext value={name}>{children}</DensityContext>
}

export const useDensity = (): DensityName => useContext(DensityContext)
