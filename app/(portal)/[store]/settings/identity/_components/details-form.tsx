'use client'

import { useActionState } from 'react'
import { Button } from '../../../../../_ui/button.tsx'
import { Field } from '../../../../../_ui/field.tsx'
import { Problem } from '../../../../../_ui/form-parts.tsx'
import { Select } from '../../../../../_ui/select.tsx'

export type FormField = {
  readonly name: 'country' | 'name' | 'latinName' | 'number' | 'renewals' | 'birth' | 'validFrom' | 'validUntil'
  readonly label: string
  readonly hint: string | null
  readonly value: string
  readonly problem: string | null
}

/** What a form says after it was sent in vain: what was typed, and what is wrong with which field. */
export type Answer = {
  readonly problem: string | null
  readonly typed: Readonly<Partial<Record<FormField['name'], string>>>
  readonly problems: Readonly<Partial<Record<FormField['name'], string>>>
}

type Props = {
  action: (before: Answer, form: FormData) => Promise<Answer>
  fields: readonly FormField[]
  countries: readonly { readonly code: string; readonly name: string }[]
  words: { readonly choose: string; readonly submit: string }
}

/** Works as a plain form too; what was typed stays in it. */
export function DetailsForm({ action, fields, countries, words }: Props) {
  const before: Answer = {
    problem: null,
    typed: {},
    problems: Object.fromEntries(fields.flatMap(({ name, problem }) => (problem === null ? [] : [[name, problem]]))),
  }
  const [answer, submit, sending] = useActionState(action, before)
  return (
    <form action={submit} className="grid gap-4" key={JSON.stringify(answer)} noValidate>
      <Problem>{answer.problem}</Problem>
      {fields.map(({ name, label, hint, value }) =>
        name === 'country' ? (
          <div key={name} className="grid gap-1">
            <Select label={label} name={name} defaultValue={answer.typed.country ?? value}>
              <option value="">{words.choose}</option>
              {countries.map((country) => (
                <option key={country.code} value={country.code}>
                  {country.name}
                </option>
              ))}
            </Select>
            {answer.problems.country ? <p className="text-small text-bad">{answer.problems.country}</p> : null}
          </div>
        ) : (
          <Field
            key={name}
            label={label}
            name={name}
            type={name === 'birth' || name === 'validFrom' || name === 'validUntil' ? 'date' : 'text'}
            inputMode={name === 'renewals' ? 'numeric' : undefined}
            hint={hint}
            error={answer.problems[name]}
            defaultValue={answer.typed[name] ?? value}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
          />
        ),
      )}
      <Button type="submit" aria-busy={sending} className="sm:justify-self-start">
        {words.submit}
      </Button>
    </form>
  )
}
