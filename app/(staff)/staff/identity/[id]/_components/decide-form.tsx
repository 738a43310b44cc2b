'use client'

import { useActionState, useId } from 'react'
import { remarkLength } from '#server/identity/schema.ts'
import { Button } from '../../../../../_ui/button.tsx'
import { Problem } from '../../../../../_ui/form-parts.tsx'
import { Select } from '../../../../../_ui/select.tsx'
import { TextArea } from '../../../../../_ui/text-area.tsx'

/** What a form says after it was sent in vain, with what was entered. */
export type Answer = { readonly problem: string | null; readonly entered: Readonly<Record<string, string>> }

type Item = {
  readonly name: string
  readonly label: string
  readonly right: string
  readonly reasons: readonly { readonly reason: string; readonly text: string }[]
}

type Props = {
  action: (before: Answer, form: FormData) => Promise<Answer>
  items: readonly Item[]
  words: Readonly<Record<'hint' | 'choice' | 'approved' | 'approvedHint' | 'sent_back' | 'sentBackHint' | 'remark' | 'submit', string>>
}

/** Each item with its reason, the result, and what the seller reads. Works as a plain form too. */
export function DecideForm({ action, items, words }: Props) {
  const [{ problem, entered }, submit, sending] = useActionState(action, { problem: null, entered: {} })
  return (
    <form action={submit} className="grid gap-4 border-t border-line pt-4" key={JSON.stringify(entered)}>
      <Problem>{problem}</Problem>
      <p className="text-small text-soft">{words.hint}</p>
      {items.map(({ name, label, right, reasons }) => (
        <Select key={name} label={label} name={name} defaultValue={entered[name] ?? ''}>
          <option value="">{right}</option>
          {reasons.map(({ reason, text }) => (
            <option key={reason} value={reason}>
              {text}
            </option>
          ))}
        </Select>
      ))}
      <fieldset className="grid gap-2">
        <legend className="pb-1 text-small font-semibold">{words.choice}</legend>
        <Result value="approved" label={words.approved} hint={words.approvedHint} chosen={entered.decision} />
        <Result value="sent_back" label={words.sent_back} hint={words.sentBackHint} chosen={entered.decision} />
      </fieldset>
      <TextArea label={words.remark} name="remark" rows={3} maxLength={remarkLength} defaultValue={entered.remark ?? ''} />
      <Button type="submit" aria-busy={sending}>
        {words.submit}
      </Button>
    </form>
  )
}

function Result({ value, label, hint, chosen }: { value: string; label: string; hint: string; chosen: string | undefined }) {
  const id = useId()
  return (
    <div className="relative flex items-start gap-3 rounded-small border border-edge bg-raised px-3 py-2.5 has-checked:border-accent">
      <input
        id={id}
        type="radio"
        name="decision"
        value={value}
        required
        defaultChecked={chosen === value}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 size-5 shrink-0 accent-accent"
      />
      <div className="grid">
        <label htmlFor={id} className="font-semibold after:absolute after:inset-0">
          {label}
        </label>
        <span id={`${id}-hint`} className="text-small text-soft">
          {hint}
        </span>
      </div>
    </div>
  )
}
