import { useLocale, useTranslations } from 'next-intl'
import type { Case } from '#server/identity/index.ts'
import { reviewedFields } from '#server/identity/schema.ts'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'

/** What the seller typed, in full, to be compared; and why an item was sent back. */
export function Typed({ found: { typed, reasons } }: { found: Case }) {
  const [t, words, locale] = [useTranslations('identity'), useTranslations('identity.staff.one'), useLocale()]
  const country = typed.country === '' ? null : (new Intl.DisplayNames(locale, { type: 'region' }).of(typed.country) ?? typed.country)
  return (
    <dl className="grid gap-2 text-small">
      {country === null ? null : <Item label={t('fields.country')} value={country} reason={null} />}
      {reviewedFields
        .filter((field) => typed[field] !== '' || field === 'validUntil')
        .map((field) => {
          const reason = reasons?.fields[field]
          return (
            <Item
              key={field}
              label={t(`fields.${field}`)}
              value={typed[field] === '' ? words('longTerm') : typed[field]}
              reason={reason ? t(`reasons.${reason}`) : null}
            />
          )
        })}
    </dl>
  )
}

function Item({ label, value, reason }: { label: string; value: string; reason: string | null }) {
  return (
    <div className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4">
      <dt className="text-soft">{label}</dt>
      <dd className="figures font-semibold break-all">
        <Verbatim>{value}</Verbatim>
        {reason === null ? null : <span className="block font-normal text-bad">{reason}</span>}
      </dd>
    </div>
  )
}
