import { getLocale, getTranslations } from 'next-intl/server'
import type { Consent } from '#server/sellers/index.ts'
import { dateText } from '#server/format/date.ts'
import { verbatim } from '../../../../_ui/verbatim.tsx'

/** Which terms were accepted, by whom, when and in which language. */
export async function Consents({ consents, zone, now }: { consents: readonly Consent[]; zone: string; now: number }) {
  const [t, locale] = await Promise.all([getTranslations('sellers.settings'), getLocale()])
  if (consents.length === 0) return <p>{t('consents.none')}</p>
  return (
    <ul className="grid rounded-large border border-line bg-raised">
      {consents.map((consent) => (
        <li key={`${consent.version} ${consent.at.getTime()}`} className="grid gap-0.5 border-b border-line px-4 py-3 last:border-0">
          <span>{t('consents.line', { version: consent.version })}</span>
          <span className="text-small text-soft">
            {t.rich('consents.by', {
              name: verbatim(consent.by),
              when: dateText(consent.at.getTime(), locale, zone, 'day-and-time', now),
              language: t(`languages.${consent.locale}`),
            })}
          </span>
        </li>
      ))}
    </ul>
  )
}
