'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { api } from '#server/api/caller.ts'
import { paths, storePaths } from '#server/platform/paths.ts'
import { orSignIn } from '../../../../_components/form-action.ts'

/** The zone of a store's days; every page counts its days anew. @param store the code of the store that the form was shown for */
export async function chooseTimeZoneAction(store: string, form: FormData): Promise<void> {
  const zone = form.get('zone')
  const procedures = await api()
  await orSignIn(procedures.sellers.chooseTimeZone({ store, zone: typeof zone === 'string' ? zone : '' }))
  revalidatePath(paths.home(), 'layout')
  redirect(storePaths(store).settings({ saved: '' }))
}
