import { useTranslations } from 'next-intl'
import { Verbatim } from '../_ui/verbatim.tsx'

/** Which child order a row is of, where its order has more than one. */
export function ChildOrder({ of: { lineId, several } }: { of: { readonly lineId: string; readonly several: boolean } }) {
  const t = useTranslations('releases.order')
  if (!several) return null
  // A number is not broken at its hyphen while it fits on a line of its own.
  const id = () => (
    <span className="inline-block">
      <Verbatim>{lineId}</Verbatim>
    </span>
  )
  return <span className="block text-small break-all whitespace-normal text-faint">{t.rich('line', { id })}</span>
}
