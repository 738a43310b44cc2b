'use client'

import { type ReactNode, useActionState, useId } from 'react'
import { remarkLength } from '#server/requests/decisions/schema.ts'
import { type DeclineReason, declineReasons } from '#server/requests/schema.ts'
import { Button } from '../../../../../_ui/button.tsx'
import { Problem } from '../../../../../_ui/form-parts.tsx'
import { Select } from '../../../../../_ui/select.tsx'
import { TextArea } from '../../../../../_ui/text-area.tsx'
import type { Answer } from './actions.ts'

type Words = Readonly<
  Record<
    'choice' | 'granted' | 'grantedHint' | 'declined' | 'declinedHint' | 'reason' | 'choose' | 'remark' | 'remarkHint' | 'submit',
    string
  >
> & { readonly reasons: Readonly<Record<DeclineReason, string>> }

type Props = {
  action: (before: Answer, form: FormData) => Promise<Answer>
  /** Why it can't be granted; null where it can. */
  cannotGrant: string | null
  words: Words
}

/** Granted or declined, and what the seller reads. Works as a plain form too; the reason stands there once it is declined. */
export function DecideForm({ action, cannotGrant, words }: Props) {
  const [answer, submit, sending] = useActionState(action, { problem: null, decision: '', reason: '', remark: '' })
  return (
    <form action={submit} className="group grid gap-4" key={JSON.stringify(answer)}>
      <Problem>{answer.problem}</Problem>
      <fieldset className="grid gap-2">
        <legend className="pb-1 text-small font-semibold">{words.choice}</legend>
        <Choice
          value="granted"
          label={words.granted}
          hint={cannotGrant ?? words.grantedHint}
          disabled={cannotGrant !== null}
          chosen={answer.decision}
        />
        <Choice value="declined" label={words.declined} hint={words.declinedHint} chosen={answer.decision} />
      </fieldset>
      <div className="hidden group-has-[[value=declined]:checked]:block">
        <Select label={words.reason} name="reason" defaultValue={answer.reason}>
          <option value="">{words.choose}</option>
          {declineReasons.map((reason) => (
            <option key={reason} value={reason}>
              {words.reasons[reason]}
            </option>
          ))}
        </Select>
      </div>
      <TextArea label={words.remark} hint={words.remarkHint} name="remark" rows={3} maxLength={remarkLength} defaultValue={answer.remark} />
      <Button type="submit" aria-busy={sending}>
        {words.submit}
      </Button>
    </form>
  )
}

type ChoiceProps = { value: string; label: string; hint: ReactNode; disabled?: boolean; chosen: string }

function Choice({ value, label, hint, disabled = false, chosen }: ChoiceProps) {
  const id = useId()
  return (
    <div className="relative flex items-start gap-3 rounded-small border border-edge bg-raised px-3 py-2.5 has-checked:border-accent has-disabled:border-dashed has-disabled:bg-transparent">
      <input
        id={id}
        type="radio"
        name="decision"
        value={value}
        required
        disabled={disabled}
        defaultChecked={chosen === value}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 size-5 shrink-0 accent-accent"
      />
      <div className="grid">
        <label htmlFor={id} className={disabled ? 'text-soft' : 'font-semibold after:absolute after:inset-0'}>
          {label}
        </label>
        <span id={`${id}-hint`} className="text-small text-soft">
          {hint}
        </span>
      </div>
    </div>
  )
}
