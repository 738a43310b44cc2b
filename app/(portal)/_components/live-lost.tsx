import { useLocale, useTranslations } from 'next-intl'
import { dateText } from '../../_ui/format.ts'
import { Notice } from '../../_ui/panel.tsx'

/** Said while the page is cut off: the numbers are true, but of a moment that has passed. */
export function LiveLost({ at, zone }: { at: number; zone: string }) {
  const t = useTranslations('shell.live')
  return (
    <div className="mb-6">
      <Notice title={t('lost.title')}>{t('lost.text', { time: dateText(at, useLocale(), zone, 'seconds') })}</Notice>
    </div>
  )
}
