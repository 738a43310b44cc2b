import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { api, orNull } from '#server/api/caller.ts'
import { requireStaff } from '#server/people/index.ts'
import type { QueuedRequest } from '#server/requests/index.ts'
import { type DeclineReason, declineReasons } from '#server/requests/schema.ts'
import { Steps } from '../../../../_components/order-steps.tsx'
import { amountText } from '#server/format/amount.ts'
import { Notice, Panel } from '../../../../_ui/panel.tsx'
import { Verbatim } from '../../../../_ui/verbatim.tsx'
import { QueueCount } from '../../../_components/queue-counts.tsx'
import { requireReader } from '../_components/require-reader.ts'
import { decideAction } from './_components/actions.ts'
import { DecideForm } from './_components/decide-form.tsx'
import { type Done, doneIn } from './_components/done.ts'
import { Head } from './_components/head.tsx'
import { OrderFacts } from './_components/order-facts.tsx'
import { Outcome } from './_components/outcome.tsx'
import { proofProblemIn } from './_components/proof-problem.ts'
import { Proofs } from './_components/proofs.tsx'
import { EarlierProposals, SecondPerson } from './_components/second-person.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('staff.requests'))('title') }
}

/** One request for release: the proof beside the order, and the decision. */
export default async function RequestPage({ params, searchParams }: Props) {
  const [{ staff }, { id }, search, procedures] = await Promise.all([requireStaff(), params, searchParams, api()])
  requireReader(staff)
  if (!z.uuid().safeParse(id).success) notFound()
  const request = await orNull(procedures.staff.requests.read({ id }))
  if (!request) notFound()
  return (
    <>
      <Request request={request} zone={staff.timeZone} done={doneIn(request, search.done)} problem={proofProblemIn(search.problem)} />
      <QueueCount />
    </>
  )
}

type RequestProps = { request: QueuedRequest; zone: string; done: Done | null; problem: ReturnType<typeof proofProblemIn> }

async function Request({ request, zone, done, problem }: RequestProps) {
  const t = await getTranslations('staff.requests')
  const { asOf, line, note, store } = request
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:max-w-6xl">
      <Head request={request} zone={zone} />
      {done ? (
        <Notice kind="good" title={t(`done.${done}.title`)}>
          {t(`done.${done}.text`)}
        </Notice>
      ) : null}
      {problem ? <Notice kind="bad" title={t(`proofProblems.${problem}`)} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-12">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-8">
          <Panel title={t('one.note')}>
            {note === '' ? (
              <p className="text-soft">{t('one.noNote')}</p>
            ) : (
              <p className="whitespace-pre-wrap">
                <Verbatim>{note}</Verbatim>
              </p>
            )}
          </Panel>
          <Panel title={t('one.proofs')}>
            <Proofs request={request.id} proofs={request.proofs} zone={zone} now={asOf} />
          </Panel>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-8">
          <Panel title={t('one.order')}>
            {line ? <OrderFacts line={line} store={store} zone={zone} now={asOf} /> : <p className="text-soft">{t('one.missing')}</p>}
          </Panel>
          {line ? (
            <Panel title={t('one.steps')}>
              <Steps line={line} zone={zone} now={asOf} />
            </Panel>
          ) : null}
          <Decision request={request} zone={zone} />
        </div>
      </div>
    </div>
  )
}

/** How the request stands, and what this person can do about it, or why not. */
async function Decision({ request, zone }: Pick<RequestProps, 'request' | 'zone'>) {
  const t = await getTranslations('staff.requests')
  const { can, decision, proposals } = request
  const [newest] = proposals
  const waits = newest?.state === 'waiting' && decision === null ? newest : null
  const reason = can.decide.ok ? null : can.decide.reason
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-large border border-line bg-raised px-4 py-4">
      <h2 className="text-body">{t(waits ? 'proposal.title' : 'decide.title')}</h2>
      <Outcome request={request} zone={zone} />
      {waits ? <SecondPerson request={request} proposal={waits} zone={zone} /> : null}
      {decision === null && !waits ? (
        <>
          <p className="text-small text-soft">{await peopleText(request)}</p>
          {reason === null ? (
            <Form request={request} />
          ) : (
            <p className="rounded-small bg-sunken px-3 py-2 text-small">{t(`problems.${reason}`)}</p>
          )}
        </>
      ) : null}
      <EarlierProposals request={request} zone={zone} />
    </section>
  )
}

/** How many people decide on the request, and from which amount on. */
async function peopleText({ twoPeople: { needed, above }, currency }: QueuedRequest): Promise<string> {
  const [t, locale] = await Promise.all([getTranslations('staff.requests.decide'), getLocale()])
  if (above === null) return needed ? t('twoAlways') : ''
  return t(needed ? 'two' : 'alone', { amount: amountText(above, currency, locale) })
}

async function Form({ request: { id, can, twoPeople } }: { request: QueuedRequest }) {
  const [t, problems] = await Promise.all([getTranslations('staff.requests.decide'), getTranslations('staff.requests.problems')])
  const words = {
    choice: t('choice'),
    granted: t('granted'),
    grantedHint: t('grantedHint'),
    declined: t('declined'),
    declinedHint: t('declinedHint'),
    reason: t('reason'),
    choose: t('choose'),
    remark: t('remark'),
    remarkHint: t('remarkHint'),
    submit: t(twoPeople.needed ? 'propose' : 'submit'),
    reasons: Object.fromEntries(declineReasons.map((reason) => [reason, t(`reasons.${reason}`)])) as Record<DeclineReason, string>,
  }
  return <DecideForm action={decideAction.bind(null, id)} cannotGrant={can.grant.ok ? null : problems(can.grant.reason)} words={words} />
}
