import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { noteLength } from '#server/requests/schema.ts'
import { FileChooser } from './file-chooser.tsx'

/** Chooses the files; the server looks at what they are, whatever the browser lets through. */
export function Files({ label, hint }: { label: ReactNode; hint: ReactNode }) {
  const [id, t] = [useId(), useTranslations('requests.new')]
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small font-semibold">
        {label}
      </label>
      <span id={`${id}-hint`} className="text-small text-soft">
        {hint}
      </span>
      <FileChooser id={id} describedBy={`${id}-hint`} choose={t('choose')} />
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
        maxLength={noteLength}
        className="w-full rounded-small border border-edge bg-raised px-3 py-2 text-[1rem] hover:border-ink"
      />
    </div>
  )
}
