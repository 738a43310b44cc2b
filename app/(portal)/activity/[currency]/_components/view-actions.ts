'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { type Filter, ViewName } from '#server/activity/index.ts'
import { withQuery } from './query.ts'

export type Answer = { readonly name: string; readonly problem: string | null }

/** Keeps the filter of a list; what is in the way is said beside the name. */
export async function keepViewAction(currency: string, filter: Filter, _before: Answer, form: FormData): Promise<Answer> {
  const [t, procedures] = await Promise.all([getTranslations('activity.views.problems'), api()])
  const typed = form.get('name')
  const name = ViewName.safeParse(typed)
  if (!name.success) return { name: typeof typed === 'string' ? typed : '', problem: t('name') }
  const kept = await procedures.activity.keepView({ name: name.data, currency, filter })
  if (!kept.ok) return { name: name.data, problem: t(kept.reason) }
  redirect(withQuery(currency, { filter, place: null }))
}

/** Forgets a view; the list stays as it is. */
export async function removeViewAction(name: string): Promise<void> {
  const procedures = await api()
  await procedures.activity.removeView({ name })
  revalidatePath('/activity', 'layout')
}
