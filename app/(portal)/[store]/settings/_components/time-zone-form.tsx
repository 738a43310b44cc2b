import { getLocale, getTranslations } from 'next-intl/server'
import { timeZones } from '#server/sellers/schema.ts'
import { Button } from '../../../../_ui/button.tsx'
import { dateText, offsetText } from '#server/format/date.ts'
import { Select } from '../../../../_ui/select.tsx'
import { chooseTimeZoneAction } from './choose-time-zone.ts'
import { storeCode } from '../../_components/page-store.ts'

/** Where most sellers of cross-border marketplaces are, by the name of the city. */
const common = [
  ['Asia/Shanghai', 'shanghai'],
  ['Asia/Hong_Kong', 'hongKong'],
  ['Asia/Taipei', 'taipei'],
  ['Asia/Singapore', 'singapore'],
  ['Asia/Tokyo', 'tokyo'],
  ['Asia/Bangkok', 'bangkok'],
  ['Europe/Moscow', 'moscow'],
  ['Europe/Berlin', 'berlin'],
  ['Europe/London', 'london'],
  ['America/New_York', 'newYork'],
  ['America/Los_Angeles', 'losAngeles'],
] as const

type Props = {
  zone: string
  /** The portal's clock, epoch milliseconds. */
  now: number
  mayChange: boolean
  saved: boolean
}

/** The zone of the store's days. Who may not change it sees it, and who may. */
export async function TimeZoneForm({ zone, now, mayChange, saved }: Props) {
  const [t, cities, locale] = await Promise.all([
    getTranslations('sellers.settings.zone'),
    getTranslations('sellers.settings.cities'),
    getLocale(),
  ])
  return (
    <form action={chooseTimeZoneAction.bind(null, storeCode())} className="grid gap-3">
      <p className="text-small text-soft">{t('text')}</p>
      <Select label={t('label')} name="zone" defaultValue={zone} disabled={!mayChange}>
        <optgroup label={t('common')}>
          {common.map(([name, city]) => (
            <option key={name} value={name}>
              {`${cities(city)} (${offsetText(name, now)})`}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('all')}>
          {timeZones
            .filter((name) => !common.some(([one]) => one === name))
            .map((name) => (
              <option key={name} value={name} translate="no">
                {`${name} (${offsetText(name, now)})`}
              </option>
            ))}
        </optgroup>
      </Select>
      <p className="text-small text-soft">
        {t('now', { time: dateText(now, locale, zone, 'day-and-time'), offset: offsetText(zone, now) })}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" kind="quiet" reason={mayChange ? undefined : t('notAllowed')}>
          {t('submit')}
        </Button>
        {saved ? <output className="text-small text-good">{t('saved')}</output> : null}
      </div>
    </form>
  )
}
