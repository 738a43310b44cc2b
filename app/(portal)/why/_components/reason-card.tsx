import { useLocale, useTranslations } from 'next-intl'
import type { Cause, OrderPart, Reason, Why } from '#server/forecast/index.ts'
import { dateText, dayText } from '../../../_ui/format.ts'
import { Link } from '../../../_ui/link.tsx'
import { Amount } from '../../../_ui/money.tsx'
import { Swatch } from '../../../_ui/money-bar.tsx'
import { Marked } from '../../../_ui/rolling.tsx'
import { Verbatim } from '../../../_ui/verbatim.tsx'
import { rowsOf } from '../../_components/buckets.ts'
import { orderPath } from '../../_components/order-path.ts'
import { CalendarLink } from '../../_components/calendar-link.tsx'

/** One reason: how much, who must act, the rule, until when, and the orders. */
export function ReasonCard({ reason, why, zone }: { reason: Reason; why: Why; zone: string }) {
  const [t, blockers] = [useTranslations('forecast.why'), useTranslations('forecast.blockers')]
  const { currency } = why.balance
  const rule = reason.kind === 'protection' ? blockers('protection.rule', { days: why.protectionDays }) : blockers(`${reason.kind}.rule`)
  return (
    <li id={reason.kind} className="grid scroll-mt-20 grid-cols-[minmax(0,1fr)] gap-2 border-t border-line py-5 break-inside-avoid">
      <Marked value={reason.amount} className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="flex items-baseline gap-2.5 text-body">
          <Swatch tone={reason.bucket} />
          {blockers(`${reason.kind}.title`)}
        </h2>
        <Amount amount={reason.amount} currency={currency} live className="ms-auto font-semibold" />
      </Marked>
      <p className="flex flex-wrap gap-x-4 text-small">
        <Who acts={reason.acts} />
        <When reason={reason} today={why.today} />
      </p>
      <p className="max-w-[60ch] text-soft">{rule}</p>
      <Orders reason={reason} currency={currency} zone={zone} now={why.asOf} />
      <p data-screen-only className="flex flex-wrap gap-x-6 text-small">
        <Link href={rowsOf(currency, reason.bucket)} className={linkLook}>
          {t('entries')}
        </Link>
        {reason.lines > 0 ? (
          <CalendarLink currency={currency} className={linkLook} {...(reason.days ? {} : { on: 'undated' as const })} />
        ) : null}
      </p>
    </li>
  )
}

const linkLook = 'inline-flex min-h-11 items-center text-accent underline underline-offset-4'

/** Whose turn it is; the seller's own stands out. */
function Who({ acts }: { acts: Reason['acts'] }) {
  const t = useTranslations('forecast.why.acts')
  return <span className={acts === 'you' ? 'font-semibold text-ink' : 'text-soft'}>{t(acts)}</span>
}

/** How many orders, and when their money should come. */
function When({ reason, today }: { reason: Reason; today: string }) {
  const [t, locale] = [useTranslations('forecast.why'), useLocale()]
  const day = (text: string) => dayText(text, locale, 'day', today)
  const { days, lines, undated } = reason
  const parts = [
    lines > 0 ? t('lines', { count: lines }) : null,
    days === null
      ? null
      : days.first === days.last
        ? t('on', { day: day(days.first) })
        : t('between', { first: day(days.first), last: day(days.last) }),
    undated > 0 ? t('undated', { count: undated }) : null,
  ]
  return parts.map((part) =>
    part === null ? null : (
      <span key={part} className="text-soft">
        {part}
      </span>
    ),
  )
}

type OrdersProps = { reason: Reason; currency: string; zone: string; now: number }

function Orders({ reason, currency, zone, now }: OrdersProps) {
  const [t, locale] = [useTranslations('forecast.why'), useLocale()]
  const day = (at: number) => dateText(at, locale, zone, 'day', now)
  const rows = [...reason.orders.map((order) => orderRow(order, day)), ...reason.causes.map((cause) => causeRow(cause, day))]
  if (rows.length === 0) return null
  const more = reason.lines > reason.orders.length
  return (
    <div className="rounded-small bg-sunken/60 px-3 py-2">
      {reason.causes.length > 0 || more ? (
        <h3 className="text-small font-normal text-faint">{t(reason.causes.length > 0 ? 'causes' : 'largest')}</h3>
      ) : null}
      <ul className="text-small">
        {rows.map((row) => (
          <li key={row.key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 py-1">
            <span className="truncate">
              {row.order ? (
                <Link href={orderPath(row.order)} className="underline decoration-edge underline-offset-4 hover:decoration-ink">
                  <Verbatim title={row.order}>{row.order}</Verbatim>
                </Link>
              ) : null}
            </span>
            <Amount amount={row.amount} currency={currency} />
            {row.at === null ? null : (
              <span className="col-span-2 text-faint">{t(row.cause ? 'stillMissing' : 'on', { day: row.at })}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

type Row = { key: string; order: string | null; amount: string; at: string | null; cause: boolean }

function orderRow({ orderId, lineId, amount, at }: OrderPart, day: (at: number) => string): Row {
  return { key: `${orderId} ${lineId}`, order: orderId, amount, at: at === null ? null : day(at), cause: false }
}

function causeRow({ orderId, amount, at }: Cause, day: (at: number) => string): Row {
  return { key: `${orderId} ${at}`, order: orderId, amount, at: day(at), cause: true }
}
