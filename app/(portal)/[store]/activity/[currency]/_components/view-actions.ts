'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { type Filter, ViewName } from '#server/activity/index.ts'
import { paths, storePaths } from '#server/platform/paths.ts'
import { orSignIn } from '../../../../../_components/form-action.ts'
import { searchOf } from './query.ts'

export type Answer = { readonly name: string; readonly problem: string | null }

type List = { readonly store: string; readonly currency: string; readonly filter: Filter }

/** Keeps the filter of a store's list; what is in the way is said beside the name. */
export async function keepViewAction({ store, currency, filter }: List, _before: Answer, form: FormData): Promise<Answer> {
  const [t, procedures] = await Promise.all([getTranslations('activity.views.problems'), api()])
  const typed = form.get('name')
  const name = ViewName.safeParse(typed)
  if (!name.success) return { name: typeof typed === 'string' ? typed : '', problem: t('name') }
  const kept = await orSignIn(procedures.activity.keepView({ store, name: name.data, currency, filter }))
  if (!kept.ok) return { name: name.data, problem: t(kept.reason) }
  redirect(storePaths(store).activity(currency, searchOf({ filter, place: null })))
}

/** Forgets a view; the list stays as it is. */
export async function removeViewAction(store: string, name: string): Promise<void> {
  const procedures = await api()
  await orSignIn(procedures.activity.removeView({ store, name }))
  revalidatePath(paths.home(), 'layout')
}
