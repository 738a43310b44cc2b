import type { ReactNode } from 'react'
import { classes } from './classes.ts'

type Props = { id: string; label: ReactNode; hint?: ReactNode; className?: string | undefined; children: ReactNode }

/** A control under its label. The hint has the id `<id>-hint`, by which the control is described. */
export function Labelled({ id, label, hint, className, children }: Props) {
  return (
    <div className={classes('grid gap-1', className)}>
      <label htmlFor={id} className="text-small font-semibold">
        {label}
      </label>
      {hint ? (
        <span id={`${id}-hint`} className="text-small text-soft">
          {hint}
        </span>
      ) : null}
      {children}
    </div>
  )
}
