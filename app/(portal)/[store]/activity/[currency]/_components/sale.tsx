import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { MovementDetail } from '#server/activity/index.ts'
import { classes } from '../../../../../_ui/classes.ts'
import { Amount } from '../../../../../_ui/money.tsx'

/** What the buyer paid, less each fee, is what was left. */
export function Sale({ sale, currency }: { sale: NonNullable<MovementDetail['sale']>; currency: string }) {
  const t = useTranslations('activity.detail')
  return (
    <dl>
      <Step term={t('gross')} amount={sale.gross} currency={currency} />
      {sale.fees.map(({ kind, amount }) => (
        <Step key={kind} term={t(`fees.${kind}`)} amount={`-${amount}`} currency={currency} />
      ))}
      <Step term={t('net')} amount={sale.net} currency={currency} sum />
    </dl>
  )
}

function Step({ term, amount, currency, sum = false }: { term: ReactNode; amount: string; currency: string; sum?: boolean }) {
  return (
    <div className={classes('flex items-baseline justify-between gap-4 py-1.5', sum && 'border-t border-ink/70 font-semibold')}>
      <dt className={sum ? undefined : 'text-soft'}>{term}</dt>
      <dd>
        <Amount amount={amount} currency={currency} />
      </dd>
    </div>
  )
}
