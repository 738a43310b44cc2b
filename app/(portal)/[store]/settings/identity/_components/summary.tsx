import { useTranslations } from 'next-intl'
import type { ShownAttempt } from '#server/identity/index.ts'
import { type ReviewedField, reviewedFields } from '#server/identity/schema.ts'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'

/** What was typed, the number masked, and why an item was sent back. */
export function Summary({ attempt: { region, type, typed, reasons } }: { attempt: ShownAttempt }) {
  const t = useTranslations('identity')
  const shown = (field: ReviewedField): string => {
    if (!typed) return ''
    if (field === 'number') return typed.maskedNumber
    return field === 'validUntil' && typed.validUntil === '' ? t('confirm.longTerm') : typed[field]
  }
  return (
    <dl className="grid gap-x-6 gap-y-2 text-small sm:grid-cols-[auto_1fr]">
      <div className="sm:contents">
        <dt className="text-soft">{t(`regions.${region}`)}</dt>
        <dd>{t(`types.${type}`)}</dd>
      </div>
      {reviewedFields
        .filter((field) => shown(field) !== '')
        .map((field) => {
          const reason = reasons?.fields[field]
          return (
            <div key={field} className="sm:contents">
              <dt className="text-soft">{t(`fields.${field}`)}</dt>
              <dd className="figures">
                <Verbatim>{shown(field)}</Verbatim>
                {reason ? <span className="block text-bad">{t(`reasons.${reason}`)}</span> : null}
              </dd>
            </div>
          )
        })}
    </dl>
  )
}
