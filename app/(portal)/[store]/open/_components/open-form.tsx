'use client'

import { type ReactNode, useActionState } from 'react'
import { Button } from '../../../../_ui/button.tsx'
import { Checkbox } from '../../../../_ui/field.tsx'
import type { Answer } from './open-account.ts'

type Props = {
  action: (before: Answer, form: FormData) => Promise<Answer>
  version: string
  locale: string
  words: { readonly accept: ReactNode; readonly submit: string }
}

/** The box and the button. Works as a plain form too; the server decides either way. */
export function OpenForm({ action, version, locale, words }: Props) {
  const [answer, submit, sending] = useActionState(action, { problem: null })
  return (
    <form action={submit} className="grid justify-items-start gap-3">
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="locale" value={locale} />
      <Checkbox name="accept" value="yes" label={words.accept} error={answer.problem} />
      <Button type="submit" aria-busy={sending} className="max-sm:w-full">
        {words.submit}
      </Button>
    </form>
  )
}
