import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './classes.ts'
import { Labelled } from './labelled.tsx'

type Around = { label: ReactNode; hint?: ReactNode; error?: ReactNode }

/** A labelled line of text. Hint and error are read out with the field; the error says what to do, under the field. */
export function Field({ label, hint, error, className, ...props }: ComponentProps<'input'> & Around) {
  const id = useId()
  const told = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <Labelled id={id} label={label} hint={hint} className={className}>
      <input
        {...props}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={told || undefined}
        className="min-h-11 w-full rounded-small border border-edge bg-raised px-3 py-2 text-[1rem] placeholder:text-faint hover:border-ink aria-invalid:border-bad"
      />
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </Labelled>
  )
}

/** One box to tick, its whole line being the target. */
export function Checkbox({ label, error, className, ...props }: ComponentProps<'input'> & Omit<Around, 'hint'>) {
  const id = useId()
  return (
    <div className={classes('grid gap-1', className)}>
      <label className="flex min-h-11 items-start gap-3 py-2">
        <input
          {...props}
          type="checkbox"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          className="mt-0.5 size-5 shrink-0 accent-accent"
        />
        <span>{label}</span>
      </label>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  )
}

function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return children ? (
    <p id={id} role="alert" className="text-small text-bad">
      {children}
    </p>
  ) : null
}
