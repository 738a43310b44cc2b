import { useTranslations } from 'next-intl'
import { isZero, negated } from '#server/money/index.ts'
import type { Waterfall as Money } from '#server/releases/index.ts'
import { classes } from '../../../../../_ui/classes.ts'
import { Amount } from '../../../../../_ui/money.tsx'
import { Swatch, type Tone } from '../../../../../_ui/money-bar.tsx'

const parts = [
  { part: 'released', tone: 'available' },
  { part: 'pending', tone: 'pending' },
  { part: 'reserve', tone: 'reserve' },
  { part: 'frozen', tone: 'frozen' },
] as const satisfies { part: keyof Money; tone: Tone }[]

const fees = ['commission', 'escrow', 'affiliate'] as const

/** From what the buyer paid to what the seller receives, line by line as on a bill, and where that stands now. */
export function Waterfall({ money, caption }: { money: Money; caption: string }) {
  const t = useTranslations('releases.order')
  const { currency } = money
  return (
    <div className="grid gap-2">
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <tbody>
          <Row name={t('rows.gross')} amount={money.gross} currency={currency} />
          {fees.map((fee) =>
            money[fee] === null ? null : <Row key={fee} name={t(`rows.${fee}`)} amount={negated(money[fee])} currency={currency} />,
          )}
          <Row sum name={t('rows.net')} amount={money.net} currency={currency} />
          <Row name={t('rows.refunded')} amount={negated(money.refunded)} currency={currency} />
          {isZero(money.cancelled) ? null : <Row name={t('rows.cancelled')} amount={negated(money.cancelled)} currency={currency} />}
          <Row sum name={t('rows.received')} amount={money.received} currency={currency} />
          {parts.map(({ part, tone }) =>
            isZero(money[part]) ? null : <Row key={part} tone={tone} name={t(`rows.${part}`)} amount={money[part]} currency={currency} />,
          )}
        </tbody>
      </table>
      <p className="text-small text-faint">{t('proof')}</p>
    </div>
  )
}

type RowProps = { name: string; amount: string; currency: string; sum?: boolean; tone?: Tone }

/** A line of the bill; a sum stands under a rule, a part of it is moved in behind its bucket's colour. */
function Row({ name, amount, currency, sum = false, tone }: RowProps) {
  return (
    <tr className={classes(sum ? 'border-t border-ink/70 font-semibold' : tone ? 'text-soft' : 'border-t border-line first:border-0')}>
      <th scope="row" className={classes('py-1.5 pe-4 text-start', !sum && 'font-normal', tone && 'ps-4')}>
        <span className="inline-flex items-center gap-1.5">
          {tone ? <Swatch tone={tone} className="size-2" /> : null}
          {name}
        </span>
      </th>
      <td className="py-1.5 text-end">
        <Amount amount={amount} currency={currency} />
      </td>
    </tr>
  )
}
