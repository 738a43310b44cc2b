import { useLocale, useTranslations } from 'next-intl'
import type { ShownAttempt } from '#server/identity/index.ts'
import { countryCodes, type DocumentType, type Region } from '#server/identity/schema.ts'
import { storeCode } from '../../../_components/page-store.ts'
import { detailsAction } from './actions.ts'
import { DetailsForm, type FormField } from './details-form.tsx'

/** The fields that a document has, in its own order. */
function fieldsOf(type: DocumentType, region: Region): FormField['name'][] {
  return [
    ...(region === 'other' ? (['country'] as const) : []),
    'name',
    ...(type === 'hk_mo_permit' || type === 'taiwan_permit' ? (['latinName'] as const) : []),
    'number',
    ...(type === 'hk_mo_permit' ? (['renewals'] as const) : []),
    'birth',
    'validFrom',
    'validUntil',
  ]
}

/** The regions that have documents of their own, and are chosen as such. */
const ownRegions = new Set(['CN', 'HK', 'MO', 'TW'])

/** What stands on the document. What is wrong with a field is said under it. */
export function DetailsStep({ attempt }: { attempt: ShownAttempt }) {
  const [t, locale] = [useTranslations('identity'), useLocale()]
  const { region, type, typed, reasons } = attempt
  const hintOf = (name: FormField['name']): string | null => {
    if (name === 'number') return typed ? t('hints.number', { number: typed.maskedNumber }) : null
    if (name === 'renewals' || name === 'latinName') return t(`hints.${name}`)
    return name === 'validUntil' && type === 'resident_id' ? t('hints.longTerm') : null
  }
  const fields = fieldsOf(type, region).map((name): FormField => {
    const reason = name === 'country' ? undefined : reasons?.fields[name]
    return {
      name,
      label: t(`fields.${name}`),
      hint: hintOf(name),
      value: name === 'number' ? '' : (typed?.[name] ?? ''),
      problem: reason ? t(`reasons.${reason}`) : null,
    }
  })
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  const countries = countryCodes
    .filter((code) => !ownRegions.has(code))
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .toSorted((a, b) => a.name.localeCompare(b.name, locale))
  return (
    <DetailsForm
      action={detailsAction.bind(null, storeCode())}
      fields={fields}
      countries={region === 'other' ? countries : []}
      words={{ choose: t('hints.country'), submit: t('details.submit') }}
    />
  )
}
