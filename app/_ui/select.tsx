import { type ComponentProps, type ReactNode, useId } from 'react'
import { Labelled } from './labelled.tsx'

/** A labelled choice from a list, the browser's own: a phone shows it as the wheel that its owner knows. */
export function Select({ label, children, ...props }: ComponentProps<'select'> & { label: ReactNode }) {
  const id = useId()
  return (
    <Labelled id={id} label={label}>
      <select
        {...props}
        id={id}
        className="min-h-11 w-full rounded-small border border-edge bg-raised px-3 py-2 text-[1rem] hover:border-ink disabled:cursor-not-allowed disabled:border-dashed disabled:text-soft"
      >
        {children}
      </select>
    </Labelled>
  )
}
