import { useTranslations } from 'next-intl'
import type { BookReason, Reason } from '#server/releases/index.ts'

/** What a reason means and what is to be done, in a sentence. @param days that a buyer is protected after delivery */
export function ReasonRule({ reason, days }: { reason: Reason | BookReason; days: number }) {
  const t = useTranslations('releases.reasons')
  return <p className="max-w-[65ch] text-soft">{reason === 'protection' ? t('protection.rule', { days }) : t(`${reason}.rule`)}</p>
}
