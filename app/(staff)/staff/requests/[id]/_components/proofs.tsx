import { useLocale, useTranslations } from 'next-intl'
import { staffPaths } from '#server/platform/paths.ts'
import type { Proof } from '#server/requests/index.ts'
import { proofTypes } from '#server/requests/schema.ts'
import { dateText } from '#server/format/date.ts'
import { sizeText } from '#server/format/size.ts'

type Props = { request: string; proofs: readonly Proof[]; zone: string; now: number }

/** The proofs, pictures in place and everything to be saved; each that is looked at is a line of the audit trail. */
export function Proofs({ request, proofs, zone, now }: Props) {
  const t = useTranslations('staff.requests.one')
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {proofs.map((proof, at) => (
          <li key={proof.id} className="grid grid-cols-[minmax(0,1fr)] overflow-hidden rounded-large border border-line bg-raised">
            <OneProof request={request} proof={proof} zone={zone} now={now} alt={t('proofAlt', { number: at + 1, count: proofs.length })} />
          </li>
        ))}
      </ul>
      <p className="text-small text-faint">{t('seen')}</p>
    </div>
  )
}

type OneProps = Omit<Props, 'proofs'> & { proof: Proof; alt: string }

function OneProof({ request, proof, alt, zone, now }: OneProps) {
  const [t, types, locale] = [useTranslations('staff.requests.one'), useTranslations('requests.types'), useLocale()]
  const type = types(proofTypes[proof.type])
  if (proof.removedAt !== null)
    return (
      <p className="px-4 py-3 text-small text-soft">{t('removed', { type, at: dateText(proof.removedAt, locale, zone, 'day', now) })}</p>
    )
  const address = staffPaths.proof(proof.id, request)
  return (
    <>
      {proof.type === 'application/pdf' ? (
        <p className="px-4 pt-3 text-soft">{t('noPreview')}</p>
      ) : (
        // oxlint-disable-next-line nextjs/no-img-element -- Next's own would keep a copy of what only this person may see
        <img src={address} alt={alt} className="max-h-[32rem] w-full bg-sunken object-contain" />
      )}
      <p className="flex flex-wrap items-center justify-between gap-x-4 px-4 py-1 text-small">
        <span className="text-soft">{t('proof', { type, size: sizeText(proof.bytes, locale) })}</span>
        {/* Without the attribute `download`: the answer is an attachment, and a refusal leads to a page, which the browser would save as a file. */}
        <a href={address} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
          {t('download')} <span className="sr-only">{alt}</span>
        </a>
      </p>
    </>
  )
}
