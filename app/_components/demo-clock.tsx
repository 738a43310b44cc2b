import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { dateText } from '#server/format/date.ts'
import { moveClockAction } from './choices.ts'

/** A day, a week, a month. */
const steps = [1, 7, 30]

/** The demo's clock, and steps forward: what falls due meanwhile is booked, and the page that is open follows. */
export async function DemoClock({ zone }: { zone: string }) {
  const [t, locale, procedures] = await Promise.all([getTranslations('sandbox'), getLocale(), api()])
  const clock = await procedures.sandbox.clock()
  if (!clock) return null
  return (
    <section className="grid gap-2 border-t border-line px-1 pt-3">
      <h2 className="text-small font-semibold">{t('title')}</h2>
      <p>{t('now', { time: dateText(clock.getTime(), locale, zone, 'day-and-time') })}</p>
      <p className="text-small text-soft">{t('explain')}</p>
      <form action={moveClockAction} className="flex flex-wrap gap-2">
        {steps.map((days) => (
          <button
            key={days}
            name="days"
            value={days}
            className="min-h-11 rounded-small border border-edge px-3 text-small hover:border-ink hover:bg-sunken"
          >
            {t('days', { days })}
          </button>
        ))}
      </form>
    </section>
  )
}
