import { classes } from './classes.ts'

/** A grey stand-in of the size of what is coming. */
export function Bone({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classes('block rounded-small bg-sunken', className)} />
}
