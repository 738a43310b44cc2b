import { useTranslations } from 'next-intl'
import type { ReleaseTerm } from '#server/orders/index.ts'
import type { BookReason, Reason } from '#server/releases/index.ts'

/** What waits for its term to end: of a closed store all of it has the same one. */
const byTerm = new Set<Reason | BookReason>(['delivery', 'protection', 'releasing'])

/** What a reason means and what is to be done, in a sentence. */
export function ReasonRule({ reason, term: { closed, days } }: { reason: Reason | BookReason; term: ReleaseTerm }) {
  const t = useTranslations('releases.reasons')
  const rule = () => {
    if (closed && byTerm.has(reason)) return t('closed.rule', { days })
    return reason === 'protection' ? t('protection.rule', { days }) : t(`${reason}.rule`)
  }
  return <p className="max-w-[65ch] text-soft">{rule()}</p>
}
