'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { staffPaths } from '#server/platform/paths.ts'
import { checkInput, decideInput } from '#server/requests/decisions/schema.ts'
import { orSignIn } from '../../../../../_components/form-action.ts'

/** What a form says after it was sent in vain, with what was entered. */
export type Answer = { readonly problem: string | null; readonly decision: string; readonly reason: string; readonly remark: string }

const textIn = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Decides on a request, or proposes to. @param id of the request that the form was shown for */
export async function decideAction(id: string, _before: Answer, form: FormData): Promise<Answer> {
  const [decision, reason, remark] = [textIn(form, 'decision'), textIn(form, 'reason'), textIn(form, 'remark')]
  const t = await getTranslations('staff.requests.problems')
  const read = decideInput.safeParse({ id, decision, reason: decision === 'declined' ? reason : null, remark })
  if (!read.success) return { problem: t('incomplete'), decision, reason, remark }
  const procedures = await api()
  const done = await orSignIn(procedures.staff.requests.decide(read.data))
  if (done.ok) redirect(staffPaths.request(id, { done: done.outcome }))
  return { problem: t(done.reason), decision, reason, remark }
}

/** Confirms a proposed decision or sends it back. @param named the request, the proposal and the hash of its content, as they were shown */
export async function checkAction(
  named: { readonly id: string; readonly proposal: string; readonly hash: string },
  _before: Answer,
  form: FormData,
): Promise<Answer> {
  const [agree, remark] = [textIn(form, 'agree') === 'yes', textIn(form, 'remark')]
  const t = await getTranslations('staff.requests.problems')
  const read = checkInput.safeParse({ ...named, agree, remark })
  if (!read.success) return { problem: t('ended'), decision: '', reason: '', remark }
  const procedures = await api()
  const done = await orSignIn(procedures.staff.requests.check(read.data))
  if (done.ok) redirect(staffPaths.request(named.id, { done: done.outcome }))
  return { problem: t(done.reason), decision: '', reason: '', remark }
}

/** Takes back one's own proposal; says why it can't be. */
export async function withdrawAction(named: { readonly id: string; readonly proposal: string }): Promise<string | null> {
  const [t, procedures] = await Promise.all([getTranslations('staff.requests.problems'), api()])
  const done = await orSignIn(procedures.staff.requests.withdraw(named))
  if (done.ok) redirect(staffPaths.request(named.id, { done: 'withdrawn' }))
  return t(done.reason)
}
