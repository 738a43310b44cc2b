'use client'

import { useActionState } from 'react'
import { remarkLength } from '#server/requests/decisions/schema.ts'
import { Button } from '../../../../../_ui/button.tsx'
import { Problem } from '../../../../../_ui/form-parts.tsx'
import { TextArea } from '../../../../../_ui/text-area.tsx'
import type { Answer } from './actions.ts'

type Props = {
  action: (before: Answer, form: FormData) => Promise<Answer>
  /** Whether it can be confirmed, and not only be sent back. */
  canConfirm: boolean
  words: Readonly<Record<'confirm' | 'sendBack' | 'answer', string>>
}

/** The second person's two ways. Works as a plain form too. */
export function CheckForm({ action, canConfirm, words }: Props) {
  const [answer, submit, sending] = useActionState(action, { problem: null, decision: '', reason: '', remark: '' })
  return (
    <form action={submit} className="grid gap-4" key={JSON.stringify(answer)}>
      <Problem>{answer.problem}</Problem>
      <TextArea label={words.answer} name="remark" rows={2} maxLength={remarkLength} defaultValue={answer.remark} />
      <div className="flex flex-wrap gap-3">
        {canConfirm ? (
          <Button type="submit" name="agree" value="yes" aria-busy={sending} className="flex-1">
            {words.confirm}
          </Button>
        ) : null}
        <Button type="submit" name="agree" value="no" kind="quiet" aria-busy={sending} className="flex-1">
          {words.sendBack}
        </Button>
      </div>
    </form>
  )
}
