'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { decideInput } from '#server/identity/review/schema.ts'
import { staffPaths } from '#server/platform/paths.ts'
import { orSignIn } from '../../../../../_components/form-action.ts'
import type { Answer } from './decide-form.tsx'

/** Takes a case; why not is said on its page. */
export async function takeAction(id: string): Promise<void> {
  const taken = await orSignIn((await api()).staff.identity.take({ id }))
  redirect(staffPaths.identity(id, taken.ok ? { done: 'taken' } : undefined))
}

/** Decides on a case. @param id of the case that the form was shown for */
export async function decideAction(id: string, _before: Answer, form: FormData): Promise<Answer> {
  const entered = Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  const reasonsOf = (kind: 'field' | 'page') =>
    Object.fromEntries(
      Object.entries(entered).flatMap(([name, reason]) =>
        name.startsWith(`${kind} `) && reason !== '' ? [[name.slice(kind.length + 1), reason]] : [],
      ),
    )
  const t = await getTranslations('identity.staff.problems')
  const decision = decideInput.safeParse({
    id,
    decision: entered.decision,
    reasons: { fields: reasonsOf('field'), pages: reasonsOf('page') },
    remark: entered.remark ?? '',
  })
  if (!decision.success) return { problem: t('incomplete'), entered }
  const { remark, ...rest } = decision.data
  const done = await orSignIn((await api()).staff.identity.decide({ ...rest, remark: remark ?? '' }))
  if (done.ok) redirect(staffPaths.identity(id, { done: rest.decision }))
  return { problem: t(done.reason), entered }
}
