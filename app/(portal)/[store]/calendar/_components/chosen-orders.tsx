import { useLocale, useTranslations } from 'next-intl'
import type { Calendar, OrderPart } from '#server/forecast/index.ts'
import { ButtonLink } from '../../../../_ui/button.tsx'
import { type Column, DataTable } from '../../../../_ui/data-table.tsx'
import { DateTime } from '../../../../_ui/date.tsx'
import { dayText } from '#server/format/date.ts'
import { Link } from '../../../../_ui/link.tsx'
import { Amount } from '../../../../_ui/money.tsx'
import { Empty, Panel } from '../../../../_ui/panel.tsx'
import { Verbatim } from '../../../../_ui/verbatim.tsx'
import { ChildOrder } from '../../../../_components/child-order.tsx'
import { pages } from '../../_components/page-store.ts'
import { withQuery } from './calendar-path.ts'
import { type Query } from './query.ts'

type Props = { chosen: NonNullable<Calendar['chosen']>; calendar: Calendar; query: Query; zone: string }

/** The orders behind the day that was clicked. */
export function ChosenOrders({ chosen, calendar, query, zone }: Props) {
  const [t, why, locale] = [useTranslations('forecast.calendar'), useTranslations('forecast.why'), useLocale()]
  const { on, orders, expected, cases } = chosen
  const when = on === 'past' || on === 'later' || on === 'undated' ? t(on) : dayText(on, locale, 'day-and-weekday', calendar.today)
  const title = t('ordersOf', { when })
  const columns = useColumns(query.currency, zone, calendar.asOf)
  return (
    <Panel
      title={title}
      className="scroll-mt-20 rounded-large border border-line bg-raised p-4"
      aside={
        <ButtonLink kind="quiet" href={withQuery({ ...query, on: null })} scroll={false} data-screen-only>
          {t('close')}
        </ButtonLink>
      }
    >
      {cases === null ? null : <OfCases amount={cases} currency={query.currency} />}
      {expected.isEmpty ? (
        <Empty title={t('noneThen.title')}>{t('noneThen.text')}</Empty>
      ) : orders.length === 0 ? null : (
        <DataTable
          caption={title}
          columns={columns}
          groups={[
            {
              key: 'all',
              heading:
                orders.length < expected.lines
                  ? t('someOf', { shown: orders.length, count: expected.lines })
                  : why('lines', { count: expected.lines }),
              rows: orders,
            },
          ]}
          rowKey={({ orderId, lineId }) => `${orderId} ${lineId}`}
        />
      )}
    </Panel>
  )
}

/** What cases froze: of no order, so the rule says whom to ask. */
function OfCases({ amount, currency }: { amount: string; currency: string }) {
  const t = useTranslations('releases.reasons.case')
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap justify-between gap-x-4">
        {t('title')} <Amount amount={amount} currency={currency} className="font-semibold" />
      </p>
      <p className="text-small text-soft">{t('rule')}</p>
    </div>
  )
}

function useColumns(currency: string, zone: string, now: number): Column<OrderPart>[] {
  const [t, reasons] = [useTranslations('forecast.calendar.columns'), useTranslations('releases.reasons')]
  return [
    {
      key: 'order',
      header: t('order'),
      phone: 'first',
      className: 'max-sm:truncate',
      cell: (part) => (
        <>
          <Link href={pages().order(part.orderId)} className="underline decoration-edge underline-offset-4 hover:decoration-ink">
            <Verbatim title={part.orderId}>{part.orderId}</Verbatim>
          </Link>
          <ChildOrder of={part} />
        </>
      ),
    },
    { key: 'reason', header: t('reason'), phone: 'third', className: 'text-soft', cell: ({ reason }) => reasons(`${reason}.title`) },
    {
      key: 'expected',
      header: t('expected'),
      phone: 'third-end',
      className: 'text-small text-soft',
      cell: ({ at }) => (at === null ? null : <DateTime at={at} zone={zone} form="day" now={now} />),
    },
    {
      key: 'amount',
      header: t('amount'),
      align: 'end',
      phone: 'first-end',
      cell: ({ amount }) => <Amount amount={amount} currency={currency} />,
    },
  ]
}
