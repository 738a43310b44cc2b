import { useLocale, useTranslations } from 'next-intl'
import type { ReleaseRequest } from '#server/requests/index.ts'
import { classes } from '../../../_ui/classes.ts'
import { dateText, sizeText } from '../../../_ui/format.ts'
import { Amount } from '../../../_ui/money.tsx'
import { Verbatim, verbatim } from '../../../_ui/verbatim.tsx'

const looks = { open: 'bg-sunken text-ink', granted: 'bg-available/15 text-good', declined: 'bg-bad-wash text-bad' }
const kinds = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'application/pdf': 'pdf' } as const

/** One request: for which order, since when, with what proof, and the answer with its reason. */
export function RequestCard({ request, zone }: { request: ReleaseRequest; zone: string }) {
  const [t, locale] = [useTranslations('requests'), useLocale()]
  const state = request.decision ?? 'open'
  const at = dateText(request.askedAt, locale, zone, 'day-and-time')
  return (
    <li className="grid gap-3 rounded-large border border-line bg-raised px-4 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <h2 className="text-body break-all">{t.rich('order', { order: verbatim(request.orderId) })}</h2>
          <p className="text-small text-soft">{t.rich('askedBy', { at, name: verbatim(request.askedBy) })}</p>
        </div>
        <span className={classes('rounded-small px-2 py-0.5 text-small font-semibold', looks[state])}>{t(`states.${state}`)}</span>
      </div>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-small text-soft">{t('new.waiting')}</span>
        <Amount amount={request.pending} currency={request.currency} />
      </p>
      <Answer request={request} zone={zone} />
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
            <a
              href={`/api/proofs/${proof.id}`}
              download
              className="inline-flex min-h-11 items-center text-accent underline underline-offset-4"
            >
              {t('proof', { type: t(`types.${kinds[proof.type]}`), size: sizeText(proof.bytes, locale) })}
            </a>
          </li>
        ))}
      </ul>
    </li>
  )
}

function Answer({ request: { decision, reason, remark, decidedAt }, zone }: { request: ReleaseRequest; zone: string }) {
  const [t, locale] = [useTranslations('requests'), useLocale()]
  if (decision === null || decidedAt === null) return null
  return (
    <div className="grid gap-1 border-s-2 border-line ps-3">
      <p>{reason === null ? t('grantedText') : t(`declined.${reason}`)}</p>
      {remark === null ? null : (
        <p className="text-soft">
          <span className="block text-small text-faint">{t('remark')}</span>
          <Verbatim>{remark}</Verbatim>
        </p>
      )}
      <p className="text-small text-faint">{t('decidedAt', { at: dateText(decidedAt, locale, zone, 'day-and-time') })}</p>
    </div>
  )
}
