'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { api } from '#server/api/caller.ts'

/** The zone of the store's days; every page counts its days anew. */
export async function chooseTimeZoneAction(form: FormData): Promise<void> {
  const zone = form.get('zone')
  const procedures = await api()
  await procedures.sellers.chooseTimeZone({ zone: typeof zone === 'string' ? zone : '' })
  revalidatePath('/', 'layout')
  redirect('/settings?saved')
}
