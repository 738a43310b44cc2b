'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { storePaths } from '#server/platform/paths.ts'
import { orSignIn } from '../../../../_components/form-action.ts'
import { isLocale } from '../../../../_ui/locale.ts'

export type Answer = { readonly problem: string | null }

/**
 * Opens an account with the terms that the form showed; what is missing is said beside the box.
 * @param store the code of the store that the form was shown for
 */
export async function openAccountAction(store: string, _before: Answer, form: FormData): Promise<Answer> {
  const [version, locale] = [form.get('version'), form.get('locale')]
  if (typeof version !== 'string' || !isLocale(locale)) return { problem: null }
  const procedures = await api()
  const result = await orSignIn(procedures.sellers.openAccount({ store, terms: form.get('accept') === 'yes' ? version : null, locale }))
  if (result.ok || result.reason === 'already_open') redirect(storePaths(store).overview({ opened: '' }))
  const t = await getTranslations('sellers.open.reasons')
  return { problem: t(result.reason) }
}
