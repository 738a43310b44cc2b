'use client'

import { useActionState } from 'react'
import { Button } from '../../../../../_ui/button.tsx'
import { Checkbox } from '../../../../../_ui/field.tsx'

type Props = {
  action: (before: string | null, form: FormData) => Promise<string | null>
  words: { readonly declare: string; readonly purpose: string; readonly submit: string }
}

/** The declaration is ticked by the person; why it was not accepted is said under it. */
export function DeclareForm({ action, words }: Props) {
  const [problem, submit, sending] = useActionState(action, null)
  return (
    <form action={submit} className="grid gap-3" noValidate>
      <Checkbox name="declared" label={words.declare} error={problem} />
      <p className="text-small text-soft">{words.purpose}</p>
      <Button type="submit" aria-busy={sending} className="sm:justify-self-start">
        {words.submit}
      </Button>
    </form>
  )
}
