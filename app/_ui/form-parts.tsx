'use client'

import { useTranslations } from 'next-intl'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Field } from './field.tsx'

/** A form that a script answers. Before the script is there it does nothing, and never puts what was typed into the address. */
export function CallForm({ onSend, children }: { onSend: (fields: Record<string, string>) => void; children: ReactNode }) {
  return (
    <form
      method="post"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        const entries = [...new FormData(event.currentTarget)].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
        // The button that was pressed says what to do, where a form has two.
        const { submitter } = event.nativeEvent
        const pressed = submitter instanceof HTMLButtonElement && submitter.name ? [[submitter.name, submitter.value] as const] : []
        onSend(Object.fromEntries([...entries, ...pressed]))
      }}
    >
      {children}
    </form>
  )
}

/** The button of a form; while the call is under way it can't be pressed again. */
export function Submit({ pending, children }: { pending: boolean; children: ReactNode }) {
  return (
    <Button type="submit" disabled={pending} aria-busy={pending} className="w-full disabled:opacity-60">
      {children}
    </Button>
  )
}

/** What went wrong, said once and read out. */
export function Problem({ children }: { children: ReactNode }) {
  return children ? (
    <p role="alert" className="rounded-small border border-bad bg-bad-wash px-3 py-2 text-small">
      {children}
    </p>
  ) : null
}

/** A password, which its owner may look at; pasting and password managers work. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type'>) {
  const t = useTranslations('people')
  const [shown, setShown] = useState(false)
  return (
    <div className="grid gap-1">
      <Field {...props} type={shown ? 'text' : 'password'} required maxLength={1000} spellCheck={false} autoCapitalize="none" />
      <button
        type="button"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="min-h-6 justify-self-end px-1 text-small text-soft underline underline-offset-4 hover:text-ink"
      >
        {shown ? t('hide') : t('show')}
      </button>
    </div>
  )
}

/** Something quiet to press that goes nowhere else. */
export function LinkButton(props: ComponentProps<'button'>) {
  return <button type="button" {...props} className="min-h-11 px-1 text-accent underline underline-offset-4 disabled:opacity-60" />
}
