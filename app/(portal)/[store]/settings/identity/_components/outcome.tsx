import { useLocale, useTranslations } from 'next-intl'
import { dateText } from '#server/format/date.ts'
import type { Identity, ShownAttempt } from '#server/identity/index.ts'
import { promisedHours } from '#server/identity/schema.ts'
import { Notice } from '../../../../../_ui/panel.tsx'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'
import { Summary } from './summary.tsx'

type Times = { zone: string; now: number }

/** The verified name, since when and until when it counts. */
export function Approved({ verified, zone, now }: Times & { verified: NonNullable<Identity['verified']> }) {
  const [t, locale] = [useTranslations('identity.verified'), useLocale()]
  const { name, latinName, verifiedAt, renewBy } = verified
  const facts: (readonly [string, string, boolean])[] = [
    [t('name'), name, true],
    ...(latinName === '' ? [] : [[t('latinName'), latinName, true] as const]),
    [t('since'), dateText(verifiedAt, locale, zone, 'day', now), false],
    [t('renew'), dateText(renewBy, locale, zone, 'day', now), false],
  ]
  return (
    <div className="grid gap-5">
      <Notice kind="good" title={t('title')} />
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        {facts.map(([label, value, isName]) => (
          <div key={label} className="sm:contents">
            <dt className="text-small text-soft">{label}</dt>
            <dd className="font-semibold">{isName ? <Verbatim>{value}</Verbatim> : value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** What was sent, and when there will be a result. */
export function Waiting({ attempt, zone, now }: Times & { attempt: ShownAttempt }) {
  const [t, locale] = [useTranslations('identity.waiting'), useLocale()]
  return (
    <div className="grid gap-6">
      <Notice title={t('title')}>
        {t('text', { at: dateText(attempt.submittedAt ?? now, locale, zone, 'day-and-time', now), hours: promisedHours })}
      </Notice>
      <Summary attempt={attempt} />
    </div>
  )
}

/** That something is to be changed; what, stands beside each item. */
export function SentBack({ remark }: { remark: string | null }) {
  const t = useTranslations('identity.sentBack')
  return (
    <div className="grid gap-3">
      <Notice kind="bad" title={t('title')}>
        {t('text')}
      </Notice>
      {remark === null ? null : (
        <div className="grid gap-1 text-small">
          <p className="font-semibold">{t('remark')}</p>
          <p className="whitespace-pre-wrap">
            <Verbatim>{remark}</Verbatim>
          </p>
        </div>
      )}
    </div>
  )
}
