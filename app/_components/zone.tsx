import { useLocale, useTranslations } from 'next-intl'
import { zoneText } from '#server/format/date.ts'

/** Said once on a page: in which zone its times are. @param props.at an instant of the year that it shows, epoch milliseconds */
export function Zone({ zone, at }: { zone: string; at: number }) {
  const [t, locale] = [useTranslations('shell'), useLocale()]
  return <p className="text-small text-faint">{t('zone', { zone: zoneText(zone, at, locale) })}</p>
}
