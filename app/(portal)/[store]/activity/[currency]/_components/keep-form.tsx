'use client'

import { useActionState } from 'react'
import { Button } from '../../../../../_ui/button.tsx'
import { Field } from '../../../../../_ui/field.tsx'
import type { Answer } from './view-actions.ts'

type Props = {
  action: (before: Answer, form: FormData) => Promise<Answer>
  words: { readonly name: string; readonly hint: string; readonly submit: string }
}

/** A name and the button; what is in the way is said under the name, which stays as it was typed. */
export function KeepForm({ action, words }: Props) {
  const [answer, submit, sending] = useActionState(action, { name: '', problem: null })
  return (
    <form action={submit} className="flex max-w-md flex-wrap items-end gap-2">
      <Field
        name="name"
        label={words.name}
        hint={words.hint}
        error={answer.problem}
        defaultValue={answer.name}
        required
        maxLength={60}
        autoComplete="off"
        className="min-w-0 flex-1 basis-52"
      />
      <Button type="submit" kind="quiet" aria-busy={sending}>
        {words.submit}
      </Button>
    </form>
  )
}
