'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { isLocale } from '../../../_ui/locale.ts'

export type Answer = { readonly problem: string | null }

/** Opens the account with the terms that the form showed; what is missing is said beside the box. */
export async function openAccountAction(_before: Answer, form: FormData): Promise<Answer> {
  const [version, locale] = [form.get('version'), form.get('locale')]
  if (typeof version !== 'string' || !isLocale(locale)) return { problem: null }
  const procedures = await api()
  const result = await procedures.sellers.openAccount({ terms: form.get('accept') === 'yes' ? version : null, locale })
  if (result.ok || result.reason === 'already_open') redirect('/?opened')
  const t = await getTranslations('sellers.open.reasons')
  return { problem: t(result.reason) }
}
