'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { chooseInput, detailsInput } from '#server/identity/schema.ts'
import { storePaths } from '#server/platform/paths.ts'
import { orSignIn } from '../../../../../_components/form-action.ts'
import type { Answer, FormField } from './details-form.tsx'

const textIn = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Chooses the document. @param store the code of the store that the form was shown for */
export async function chooseAction(store: string, form: FormData): Promise<void> {
  const [region, type] = textIn(form, 'document').split(' ')
  const chosen = chooseInput.safeParse({ region, type })
  if (chosen.success) await orSignIn((await api()).identity.choose({ store, ...chosen.data }))
  redirect(storePaths(store).identity({ step: chosen.success ? 'details' : 'document' }))
}

const names = [
  'country',
  'name',
  'latinName',
  'number',
  'renewals',
  'birth',
  'validFrom',
  'validUntil',
] as const satisfies FormField['name'][]

/** Checks and saves what was typed of the document; what is wrong comes back with what was typed. */
export async function detailsAction(store: string, _before: Answer, form: FormData): Promise<Answer> {
  const typed = Object.fromEntries(names.map((name) => [name, textIn(form, name).slice(0, 200)]))
  const saved = await orSignIn((await api()).identity.saveDetails({ store, ...detailsInput.parse(typed) }))
  if (saved.ok) redirect(storePaths(store).identity({ step: 'pictures' }))
  const t = await getTranslations('identity')
  if (saved.reason !== 'wrong') return { problem: t(`problems.${saved.reason}`), typed, problems: {} }
  const problems = names.flatMap((name) => {
    const code = saved.problems[name]
    return code === undefined ? [] : [[name, t(`wrong.${code}`)] as const]
  })
  return { problem: t('details.wrong', { count: problems.length }), typed, problems: Object.fromEntries(problems) }
}

/** Hands the attempt to the reviewers. @returns why not */
export async function submitAction(store: string, _before: string | null, form: FormData): Promise<string | null> {
  const submitted = await orSignIn((await api()).identity.submit({ store, declared: form.get('declared') !== null }))
  if (!submitted.ok) return (await getTranslations('identity'))(`problems.${submitted.reason}`)
  redirect(storePaths(store).identity())
}
