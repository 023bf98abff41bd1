import { Button } from '@mantine/core'
import type { ComponentProps } from 'react'
import classes from './RemoveButton.module.css'

/** The quiet button that takes something away, once it was confirmed. */
export function RemoveButton(props: Pick<ComponentProps<'button'>, 'aria-label' | 'children' | 'onClick'>) {
  return <Button variant="subtle" color="red.8" className={classes.remove ?? ''} {...props} />
}
