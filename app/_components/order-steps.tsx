import { useLocale, useTranslations } from 'next-intl'
import type { OrderLine, Step } from '#server/releases/index.ts'
import { classes } from '../_ui/classes.ts'
import { DateTime } from '../_ui/date.tsx'
import { amountText } from '#server/format/amount.ts'
import { Verbatim } from '../_ui/verbatim.tsx'

type Props = { line: OrderLine; zone: string; now: number }

/** What happened to a line, in order, and what is expected next. */
export function Steps({ line, zone, now }: Props) {
  const t = useTranslations('releases.order.date')
  const { wait, dueAt, late } = line
  return (
    <ol>
      {line.steps.map((step, at) => (
        <Point key={step.id} at={step.at} zone={zone} now={now} last={at === line.steps.length - 1 && (!wait || dueAt === null || late)}>
          <Said step={step} currency={line.currency} />
        </Point>
      ))}
      {wait && dueAt !== null && !late ? (
        <Point coming last at={dueAt} zone={zone} now={now}>
          {t(wait.bucket)}
        </Point>
      ) : null}
    </ol>
  )
}

type PointProps = { at: number; zone: string; now: number; coming?: boolean; last: boolean; children: React.ReactNode }

/** A point of the line of time; one that is still to come is hollow and has a day, not a minute. */
function Point({ at, zone, now, coming = false, last, children }: PointProps) {
  return (
    <li className="relative grid gap-0.5 ps-6 pb-4 last:pb-0">
      {last ? null : <span aria-hidden="true" className="absolute start-[0.3125rem] top-3 -bottom-1.5 w-px bg-line" />}
      <span
        aria-hidden="true"
        className={classes('absolute start-0 top-[0.4375rem] size-2.75 rounded-full border-2 border-edge', coming ? 'bg-paper' : 'bg-edge')}
      />
      <span className={coming ? 'text-soft' : undefined}>{children}</span>
      <DateTime at={at} zone={zone} now={now} form={coming ? 'day-and-weekday' : 'day-and-time'} className="text-small text-faint" />
    </li>
  )
}

/** A step in a sentence, and below it what the marketplace wrote. */
function Said({ step, currency }: { step: Step; currency: string }) {
  const [t, locale] = [useTranslations('releases'), useLocale()]
  const hold = step.hold ?? 'other'
  const amount = step.amount === null ? '' : amountText(step.amount, currency, locale)
  return (
    <>
      {step.kind === 'held' ? t(`holds.${hold}`) : t(`steps.${step.kind}`, { amount })}
      {step.words.map((words) => (
        <span key={words} className="block text-small text-soft">
          <Verbatim>{words}</Verbatim>
        </span>
      ))}
    </>
  )
}
