import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { api, orNull } from '#server/api/caller.ts'
import { requireStaff } from '#server/people/index.ts'
import { staffPaths } from '#server/platform/paths.ts'
import type { QueuedRequest } from '#server/requests/index.ts'
import { Steps } from '../../../../_components/order-steps.tsx'
import { Zone } from '../../../../_components/zone.tsx'
import { amountText } from '#server/format/amount.ts'
import { dateText } from '#server/format/date.ts'
import { Icon } from '../../../../_ui/icons.tsx'
import { Link } from '../../../../_ui/link.tsx'
import { Amount } from '../../../../_ui/money.tsx'
import { Notice, Panel } from '../../../../_ui/panel.tsx'
import { Verbatim, verbatim } from '../../../../_ui/verbatim.tsx'
import { requireReader } from '../_components/require-reader.ts'
import { decideAction } from './_components/actions.ts'
import { DecideForm } from './_components/decide-form.tsx'
import { OrderFacts } from './_components/order-facts.tsx'
import { Outcome } from './_components/outcome.tsx'
import { Proofs } from './_components/proofs.tsx'
import { EarlierProposals, SecondPerson } from './_components/second-person.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('staff.requests'))('title') }
}

const outcomes = ['granted', 'declined', 'proposed', 'sent_back', 'withdrawn'] as const
/** What an address may say was in vain: taking back a proposal, or a download. */
const problems = ['ended', 'expired', 'download_failed'] as const

/** One request for release: the proof beside the order, and the decision. */
export default async function RequestPage({ params, searchParams }: Props) {
  const [{ staff }, { id }, search, procedures] = await Promise.all([requireStaff(), params, searchParams, api()])
  requireReader(staff)
  if (!z.uuid().safeParse(id).success) notFound()
  const request = await orNull(procedures.staff.requests.read({ id }))
  if (!request) notFound()
  return (
    <Request
      request={request}
      zone={staff.timeZone}
      done={outcomes.find((one) => one === search.done)}
      problem={problems.find((one) => one === search.problem)}
    />
  )
}

type RequestProps = {
  request: QueuedRequest
  zone: string
  done: (typeof outcomes)[number] | undefined
  problem: (typeof problems)[number] | undefined
}

async function Request({ request, zone, done, problem }: RequestProps) {
  const [t, locale] = await Promise.all([getTranslations('staff.requests'), getLocale()])
  const { askedName, askedAt, asOf, currency, line, note, orderId, pending, store } = request
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:max-w-6xl">
      <div className="grid gap-1">
        <Link
          data-screen-only
          href={staffPaths.requests()}
          className="inline-flex min-h-11 items-center gap-1 justify-self-start text-accent underline underline-offset-4"
        >
          <Icon name="back" className="size-4" />
          {t('one.back')}
        </Link>
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
          <h1 className="text-title break-all">{t.rich('one.heading', { id: verbatim(orderId) })}</h1>
          <p className="flex items-baseline gap-2">
            <span className="text-small text-soft">{t('one.pending')}</span>
            <Amount amount={pending} currency={currency} className="text-title font-semibold" />
            <span className="text-small text-faint">{currency}</span>
          </p>
        </div>
        <div className="flex flex-wrap justify-between gap-x-6 text-small text-faint">
          <p>{t.rich('one.asked', { name: verbatim(askedName), at: dateText(askedAt, locale, zone, 'day-and-time', asOf) })}</p>
          <Zone zone={zone} at={asOf} />
        </div>
      </div>
      {done ? <Notice kind="good" title={t(`done.${done}`)} /> : null}
      {problem ? <Notice kind="bad" title={t(`problems.${problem}`)} /> : null}
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
async function Decision({ request, zone }: Omit<RequestProps, 'done' | 'problem'>) {
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
    reasons: {
      proof_unreadable: t('reasons.proof_unreadable'),
      proof_of_another_order: t('reasons.proof_of_another_order'),
      not_delivered: t('reasons.not_delivered'),
      buyer_disagrees: t('reasons.buyer_disagrees'),
      other: t('reasons.other'),
    },
  }
  return <DecideForm action={decideAction.bind(null, id)} cannotGrant={can.grant.ok ? null : problems(can.grant.reason)} words={words} />
}
