import { useTranslations } from 'next-intl'
import { pages } from '../../../_components/page-store.ts'

/** Straight to an order by its number. A form that asks by GET, so that it works without script. */
export function FindOrder({ sought }: { sought: string }) {
  const t = useTranslations('releases.find')
  return (
    <search data-screen-only className="w-full sm:w-auto">
      <form action={pages().releases()} className="flex gap-2">
        <label className="grid min-w-0 flex-1">
          <span className="sr-only">{t('label')}</span>
          <input
            type="search"
            name="order"
            required
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="search"
            defaultValue={sought}
            placeholder={t('label')}
            className="min-h-11 w-full rounded-small border border-edge bg-raised px-3 text-[1rem] placeholder:text-faint sm:w-60"
          />
        </label>
        <button className="min-h-11 shrink-0 rounded-small border border-edge px-4 font-semibold hover:border-ink hover:bg-sunken">
          {t('action')}
        </button>
      </form>
    </search>
  )
}
