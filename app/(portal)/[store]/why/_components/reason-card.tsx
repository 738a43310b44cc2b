import { useLocale, useTranslations } from 'next-intl'
import type { DebtCause, OrderPart, ReasonSum, Why } from '#server/forecast/index.ts'
import { amountText } from '#server/format/amount.ts'
import { dateText, dayText } from '#server/format/date.ts'
import { Link } from '../../../../_ui/link.tsx'
import { Amount } from '../../../../_ui/money.tsx'
import { Swatch } from '../../../../_ui/money-bar.tsx'
import { Marked } from '../../../../_ui/rolling.tsx'
import { Verbatim } from '../../../../_ui/verbatim.tsx'
import { rowsOf } from '../../_components/rows-path.ts'
import { pages } from '../../_components/page-store.ts'
import { ChildOrder } from '../../../../_components/child-order.tsx'
import { CalendarLink } from '../../_components/calendar-link.tsx'
import { ReasonRule } from '../../_components/reason-rule.tsx'

/** One reason: how much, who must act, the rule, until when, and the orders. */
export function ReasonCard({ sum, why, zone }: { sum: ReasonSum; why: Why; zone: string }) {
  const [t, reasons, buckets] = [useTranslations('forecast.why'), useTranslations('releases.reasons'), useTranslations('ledger.buckets')]
  const { currency } = why.balance
  return (
    <li id={sum.reason} className="grid scroll-mt-20 grid-cols-[minmax(0,1fr)] gap-2 border-t border-line py-5 break-inside-avoid">
      <Marked value={sum.amount} className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="flex items-baseline gap-2.5 text-body">
          <Swatch tone={sum.bucket} />
          {reasons(`${sum.reason}.title`)}
        </h2>
        <Amount amount={sum.amount} currency={currency} live className="ms-auto font-semibold" />
      </Marked>
      <ul className="flex flex-wrap gap-x-4 text-small">
        <Who acts={sum.acts} />
        <When sum={sum} today={why.today} />
      </ul>
      <ReasonRule reason={sum.reason} term={why.term} />
      <Orders sum={sum} currency={currency} zone={zone} now={why.asOf} />
      <p data-screen-only className="flex flex-wrap gap-x-6 text-small">
        <Link href={rowsOf(currency, sum.bucket)} className={linkLook}>
          {t('entries', { bucket: buckets(sum.bucket) })}
        </Link>
        {sum.lines > 0 ? <CalendarLink currency={currency} className={linkLook} {...(sum.days ? {} : { on: 'undated' as const })} /> : null}
      </p>
    </li>
  )
}

const linkLook = 'inline-flex min-h-11 items-center text-accent underline underline-offset-4'

/** Whose turn it is; the seller's own stands out. */
function Who({ acts }: { acts: ReasonSum['acts'] }) {
  const t = useTranslations('releases.acts')
  return <li className={acts === 'you' ? 'font-semibold text-ink' : 'text-soft'}>{t(acts)}</li>
}

/** How many orders, and when their money should come. */
function When({ sum, today }: { sum: ReasonSum; today: string }) {
  const [t, releases, locale] = [useTranslations('forecast.why'), useTranslations('releases'), useLocale()]
  const { days, lines, undated, late } = sum
  const day = (text: string) => dayText(text, locale, 'day', today)
  const over = days !== null && days.last < today
  const expected = ({ first, last }: NonNullable<typeof days>) => {
    if (first !== last) return t(over ? 'lateBetween' : 'between', { first: day(first), last: day(last) })
    return over ? releases('late', { date: day(first) }) : t('on', { day: day(first) })
  }
  const parts = [
    lines > 0 ? t('lines', { count: lines }) : null,
    days && expected(days),
    late > 0 && !over ? t('late', { count: late }) : null,
    undated > 0 ? t('undated', { count: undated }) : null,
  ]
  return parts.map((part) =>
    part === null ? null : (
      <li key={part} className="text-soft">
        {part}
      </li>
    ),
  )
}

type OrdersProps = { sum: ReasonSum; currency: string; zone: string; now: number }

function Orders({ sum, currency, zone, now }: OrdersProps) {
  const kinds = useTranslations('activity.kinds')
  const [t, releases, locale] = [useTranslations('forecast.why'), useTranslations('releases'), useLocale()]
  const day = (at: number) => dateText(at, locale, zone, 'day', now)
  const rows = [...sum.orders.map((order) => orderRow(order, day)), ...sum.causes.map((cause) => causeRow(cause, day))]
  if (rows.length === 0) return null
  const more = sum.lines > sum.orders.length
  return (
    <div className="rounded-small bg-sunken/60 px-3 py-2">
      {sum.causes.length > 0 || more ? (
        <h3 className="text-small font-normal text-faint">{t(sum.causes.length > 0 ? 'causes' : 'largest')}</h3>
      ) : null}
      <ul className="text-small">
        {rows.map((row) => (
          <li key={row.key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 py-1">
            <span className="truncate">
              {row.order ? (
                <Link href={pages().order(row.order)} className="underline decoration-edge underline-offset-4 hover:decoration-ink">
                  <Verbatim title={row.order}>{row.order}</Verbatim>
                </Link>
              ) : null}
              {row.child ? <ChildOrder of={row.child} /> : null}
            </span>
            <Amount amount={row.amount} currency={currency} />
            {row.at === null ? null : (
              <span className="col-span-2 text-faint">
                {row.late
                  ? releases('late', { date: row.at })
                  : row.kind
                    ? t('stillMissing', { kind: kinds(row.kind), day: row.at })
                    : t('on', { day: row.at })}
              </span>
            )}
          </li>
        ))}
        {sum.moreCauses ? (
          <li className="py-1 text-soft">
            {t('moreCauses', { count: sum.moreCauses.count, amount: amountText(sum.moreCauses.amount, currency, locale) })}
          </li>
        ) : null}
      </ul>
    </div>
  )
}

type Row = {
  key: string
  order: string | null
  child: OrderPart | null
  amount: string
  at: string | null
  late: boolean
  kind: DebtCause['kind'] | null
}

function orderRow(child: OrderPart, day: (at: number) => string): Row {
  const { orderId, lineId, amount, at, late } = child
  return { key: `${orderId} ${lineId}`, order: orderId, child, amount, at: at === null ? null : day(at), late, kind: null }
}

function causeRow({ version, kind, orderId, amount, at }: DebtCause, day: (at: number) => string): Row {
  return { key: String(version), order: orderId, child: null, amount, at: day(at), late: false, kind }
}
