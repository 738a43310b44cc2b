import { useLocale, useTranslations } from 'next-intl'
import type { Proof, ReleaseRequest } from '#server/requests/index.ts'
import { proofTypes } from '#server/requests/schema.ts'
import { dateText } from '#server/format/date.ts'
import { sizeText } from '#server/format/size.ts'
import { Link } from '../../../../../_ui/link.tsx'
import { Amount } from '../../../../../_ui/money.tsx'
import { Verbatim, verbatim } from '../../../../../_ui/verbatim.tsx'
import { ChildOrder } from '../../../../../_components/child-order.tsx'
import { pages } from '../../../_components/page-store.ts'
import { RequestAnswer, RequestState } from '../../../../../_components/request-state.tsx'

/** One request: for which order, since when, with what proof, and the answer with its reason. */
export function RequestCard({ request, zone, now }: { request: ReleaseRequest; zone: string; now: number }) {
  const [t, locale] = [useTranslations('requests'), useLocale()]
  const at = dateText(request.askedAt, locale, zone, 'day-and-time', now)
  return (
    <li id={request.id} className="grid scroll-mt-20 gap-3 rounded-large border border-line bg-raised px-4 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <h2 className="text-body break-all">
            <Link href={pages().order(request.orderId)} className="text-accent underline underline-offset-4">
              {t.rich('order', { order: verbatim(request.orderId) })}
            </Link>
            <ChildOrder of={request} />
          </h2>
          <p className="text-small text-soft">{t.rich('askedBy', { at, name: verbatim(request.askedBy) })}</p>
        </div>
        <RequestState decision={request.decision} />
      </div>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-small text-soft">{t('new.waiting')}</span>
        <Amount amount={request.pending} currency={request.currency} />
      </p>
      <RequestAnswer request={request} zone={zone}>
        {request.remark === null ? null : (
          <p className="text-soft">
            <span className="block text-small text-faint">{t('remark')}</span>
            <Verbatim>{request.remark}</Verbatim>
          </p>
        )}
      </RequestAnswer>
      {request.note === '' ? null : (
        <div className="grid gap-0.5">
          <p className="text-small text-faint">{t('note')}</p>
          <p className="whitespace-pre-wrap">
            <Verbatim>{request.note}</Verbatim>
          </p>
        </div>
      )}
      <ul className="flex flex-wrap gap-x-4">
        {request.proofs.map((proof) => (
          <li key={proof.id}>
            <ProofLink proof={proof} orderId={request.orderId} zone={zone} now={now} />
          </li>
        ))}
      </ul>
    </li>
  )
}

/** A proof to be saved, or since when it is gone. */
function ProofLink({ proof, orderId, zone, now }: { proof: Proof; orderId: string; zone: string; now: number }) {
  const [t, locale] = [useTranslations('requests'), useLocale()]
  const type = t(`types.${proofTypes[proof.type]}`)
  if (proof.removedAt !== null) {
    const at = dateText(proof.removedAt, locale, zone, 'day', now)
    return <span className="inline-flex min-h-11 items-center text-small text-soft">{t('proofRemoved', { type, at })}</span>
  }
  return (
    <a href={pages().proof(proof.id)} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
      {t('proof', { type, size: sizeText(proof.bytes, locale) })}{' '}
      <span className="sr-only">{t.rich('order', { order: verbatim(orderId) })}</span>
    </a>
  )
}
