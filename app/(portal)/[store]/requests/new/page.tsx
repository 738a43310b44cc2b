import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api, orNull } from '#server/api/caller.ts'
import { mayDo } from '#server/platform/permission.ts'
import { keptForm, keptFormCookie } from '#server/api/kept-form.ts'
import { LineName, noteLength, releaseFormName } from '#server/requests/schema.ts'
import { FormProblem } from './_components/form-problem.tsx'
import { formProblemOf } from '../_components/problem.ts'
import { ChildOrder } from '../../../../_components/child-order.tsx'
import { Button } from '../../../../_ui/button.tsx'
import { Link } from '../../../../_ui/link.tsx'
import { Amount } from '../../../../_ui/money.tsx'
import { Notice } from '../../../../_ui/panel.tsx'
import { verbatim } from '../../../../_ui/verbatim.tsx'
import { TextArea } from '../../../../_ui/text-area.tsx'
import { Files } from './_components/files.tsx'
import { pages, requireStore, type StoreParams } from '../../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requests.new'))('title') }
}

type Props = StoreParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Asks for the release of one line, with proof. A plain form: it works before and without script. */
export default async function NewRequestPage({ params, searchParams }: Props) {
  const { store, scope } = await requireStore(params)
  if (store.status === 'unopened') redirect(pages().overview())
  const search = await searchParams
  const named = LineName.safeParse({ orderId: search.order, lineId: search.line })
  if (!named.success || !mayDo(scope.role, 'release.ask')) notFound()
  const { orderId: order, lineId: line } = named.data
  const [t, procedures, jar] = await Promise.all([getTranslations('requests'), api(), cookies()])
  const asking = await orNull(procedures.requests.asking({ store: store.code, ...named.data }))
  if (!asking) notFound()
  const { several, currency, pending, can } = asking
  const problem = formProblemOf(search.problem)
  const kept = problem ? keptForm(jar.get(keptFormCookie)?.value, releaseFormName(order, line)) : null
  return (
    <div className="grid max-w-xl grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <h1 className="text-title">{t('new.title')}</h1>
        <p className="text-soft">{t('new.lead')}</p>
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-y border-line py-3">
        <span className="min-w-0 break-all">
          {t.rich('order', { order: verbatim(order) })}
          <ChildOrder of={{ lineId: line, several }} />
        </span>
        <span className="flex items-baseline gap-3">
          <span className="text-small text-soft">{t('new.waiting')}</span>
          <Amount amount={pending} currency={currency} className="font-semibold" />
        </span>
      </div>
      {problem && can.ask.ok ? <FormProblem problem={problem} kept={kept} /> : null}
      {can.ask.ok ? (
        <form method="post" encType="multipart/form-data" action={pages().releaseForm({ order, line })} className="grid gap-5">
          <Files label={t('new.proof')} hint={t('new.proofHint')} />
          <TextArea label={t('new.note')} name="note" rows={4} maxLength={noteLength} defaultValue={kept?.note ?? ''} />
          <Button type="submit" className="sm:justify-self-start">
            {t('new.submit')}
          </Button>
        </form>
      ) : (
        <Notice title={t('new.cannot')}>{t(`problems.${can.ask.reason}`)}</Notice>
      )}
      <Link href={pages().requests()} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
        {t('new.back')}
      </Link>
    </div>
  )
}
