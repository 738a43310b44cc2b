import { useTranslations } from 'next-intl'
import { verbatim } from '../../_ui/verbatim.tsx'

/** Which child order a row is of, where its order has more than one. */
export function ChildOrder({ of: { lineId, several } }: { of: { readonly lineId: string; readonly several: boolean } }) {
  const t = useTranslations('releases.order')
  return several ? (
    <span className="block text-small break-all whitespace-normal text-faint">{t.rich('line', { id: verbatim(lineId) })}</span>
  ) : null
}
