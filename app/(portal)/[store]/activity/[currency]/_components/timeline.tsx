import { useLocale, useTranslations } from 'next-intl'
import type { MovementDetail } from '#server/activity/index.ts'
import { classes } from '../../../../../_ui/classes.ts'
import { DateTime } from '../../../../../_ui/date.tsx'
import { dateText } from '#server/format/date.ts'

type Steps = MovementDetail['timeline']

/** What can happen to a line; what is said of a seller or of another event is of none. */
type OfLine = Exclude<Steps[number]['type'], `seller.${string}` | `event.${string}`>

/** Keys of messages, where a point would be a level. */
const words = {
  'order.paid': 'order_paid',
  'order.shipped': 'order_shipped',
  'order.delivered': 'order_delivered',
  'order.confirmed': 'order_confirmed',
  'order.released': 'order_released',
  'margin.released': 'margin_released',
  'order.held': 'order_held',
  'order.unheld': 'order_unheld',
  'order.refunded': 'order_refunded',
  'order.cancelled': 'order_cancelled',
} as const satisfies Record<OfLine, string>

const wordOf = (type: Steps[number]['type']) => words[type as OfLine]

/** Booked within this of happening is booked at once, and not worth a word. Milliseconds. */
const atOnce = 3_600_000

/** What happened to a line, in this order; the step that the entry came from is marked. */
export function Timeline({ steps, zone }: { steps: Steps; zone: string }) {
  const t = useTranslations('activity.detail')
  const locale = useLocale()
  return (
    <ol>
      {steps.map((step) => (
        <li
          key={step.id}
          aria-current={step.here ? 'step' : undefined}
          className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 border-b border-line py-2 last:border-0"
        >
          <span
            aria-hidden="true"
            className={classes('size-2.5 rounded-full border', step.here ? 'border-accent bg-accent' : 'border-edge')}
          />
          <span className={step.here ? 'font-semibold' : undefined}>{t(`events.${wordOf(step.type)}`)}</span>
          <span className="text-end text-small text-soft">
            <DateTime at={step.occurredAt} zone={zone} form="day-and-time" now={0} />
            {step.bookedAt - step.occurredAt > atOnce ? (
              <span className="block text-faint">
                {t('bookedAt', { time: dateText(step.bookedAt, locale, zone, 'day-and-time', step.occurredAt) })}
              </span>
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  )
}
