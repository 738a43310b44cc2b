import { type ReactNode, useId } from 'react'

/** Chooses the files; the server looks at what they are, whatever the browser lets through. */
export function Files({ label, hint }: { label: ReactNode; hint: ReactNode }) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small font-semibold">
        {label}
      </label>
      <span id={`${id}-hint`} className="text-small text-soft">
        {hint}
      </span>
      <input
        id={id}
        type="file"
        name="proof"
        required
        multiple
        accept="image/jpeg,image/png,application/pdf"
        aria-describedby={`${id}-hint`}
        className="min-h-11 w-full rounded-small border border-edge bg-raised p-2 file:me-3 file:min-h-9 file:rounded-small file:bg-sunken file:px-3 file:font-semibold"
      />
    </div>
  )
}

/** A few lines for the marketplace's staff. */
export function Note({ label }: { label: ReactNode }) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small font-semibold">
        {label}
      </label>
      <textarea
        id={id}
        name="note"
        rows={4}
        maxLength={500}
        className="w-full rounded-small border border-edge bg-raised px-3 py-2 text-[1rem] hover:border-ink"
      />
    </div>
  )
}
