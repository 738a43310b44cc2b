import { useLocale } from 'next-intl'
import { classes } from './classes.ts'
import { amountParts } from '#server/format/amount.ts'
import { Rolling } from './rolling.tsx'

type Props = {
  /** Decimal string with the currency's digits, '-' in front when negative. */
  amount: string
  currency: string
  /** 'always' puts '+' before what came in. */
  signed?: 'auto' | 'always'
  size?: 'body' | 'total'
  /** A number that is followed live rolls once when it changes. */
  live?: boolean
  className?: string
}

/** An amount of money: tabular figures, never wrapped, − for negative; a total is large, with its fraction smaller. */
export function Amount({ amount, currency, signed = 'auto', size = 'body', live = false, className }: Props) {
  const { sign, symbol, whole, fraction } = amountParts(amount, currency, useLocale(), signed)
  const text = sign + symbol + whole
  return (
    <span
      className={classes('figures', size === 'total' && ['font-semibold tracking-tight', totalSize(text + fraction)].join(' '), className)}
    >
      {live ? <Rolling text={text} /> : text}
      <span className={size === 'total' ? 'text-[0.6em] tracking-normal' : undefined}>{live ? <Rolling text={fraction} /> : fraction}</span>
    </span>
  )
}

/** The largest size at which a total of this many characters still fits a phone of 360 px on one line. */
function totalSize(text: string): string {
  if (text.length <= 14) return 'text-total'
  return text.length <= 19 ? 'text-total-long' : 'text-total-huge'
}
