import { type ComponentProps, type ReactNode, useId } from 'react'
import { Labelled } from './labelled.tsx'

/** A few labelled lines of text. */
export function TextArea({ label, hint, ...props }: ComponentProps<'textarea'> & { label: ReactNode; hint?: ReactNode }) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint}>
      <textarea
        {...props}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="w-full rounded-small border border-edge bg-raised px-3 py-2 text-[1rem] hover:border-ink"
      />
    </Labelled>
  )
}
