import { formatMinor } from '#server/money/index.ts'
import { certaintyOf } from './certainty.ts'
import { daysFrom, type PartGroup } from './calendar.ts'
import type { WeekRow } from './statements.ts'

/** What comes next in a currency, and what came lately. Amounts are decimal strings, days YYYY-MM-DD in the seller's zone. */
export type Ahead = {
  readonly currency: string
  /** The first day on which something is confirmed, with what is confirmed for it. */
  readonly next: { readonly day: string; readonly amount: string } | null
  /** The last day on which anything is expected, margins included; null where nothing has a day that is still to come. */
  readonly last: string | null
  /** What has no day yet, and what should have come before today: neither is part of `last`. Null where there is none of it. */
  readonly undated: string | null
  readonly overdue: string | null
  /** The last weeks, the oldest first and this one last, each by its Monday; weeks without a release are there too. */
  readonly weeks: readonly { readonly week: string; readonly amount: string }[]
}

/** Weeks that are looked back on, the present one included. */
export const weeksShown = 8

/**
 * Sums up a currency.
 * @param groups what waits, in any currency
 * @param released what was released, in any currency
 * @param today YYYY-MM-DD
 */
export function aheadOf(currency: string, groups: readonly PartGroup[], released: readonly WeekRow[], today: string): Ahead {
  const own = groups.filter((group) => group.currency === currency)
  const coming = own.filter(({ day }) => day !== null && day >= today)
  const sure = coming.filter((group) => certaintyOf(group) === 'confirmed')
  const nextDay = daysOf(sure)[0] ?? null
  const sum = (groups: readonly PartGroup[]) => {
    const minor = groups.reduce((total, group) => total + group.minor, 0n)
    return minor === 0n ? null : formatMinor(minor, currency)
  }
  return {
    currency,
    next: nextDay === null ? null : { day: nextDay, amount: sum(sure.filter(({ day }) => day === nextDay)) ?? '' },
    last: daysOf(coming).at(-1) ?? null,
    undated: sum(own.filter(({ day }) => day === null)),
    overdue: sum(own.filter(({ day }) => day !== null && day < today)),
    weeks: lastMondays(today, weeksShown).map((week) => {
      const row = released.find((one) => one.currency === currency && one.week === week)
      return { week, amount: formatMinor(row?.minor ?? 0n, currency) }
    }),
  }
}

/** The days that are known, the earliest first. */
function daysOf(groups: readonly PartGroup[]): string[] {
  return groups.flatMap(({ day }) => day ?? []).toSorted()
}

/** Mondays of so many weeks, that of today's last. */
function lastMondays(today: string, weeks: number): string[] {
  const at = new Date(Date.parse(today))
  const monday = Date.parse(today) - ((at.getUTCDay() + 6) % 7) * 86_400_000
  const first = new Date(monday - (weeks - 1) * 7 * 86_400_000).toISOString().slice(0, 10)
  return daysFrom(first, weeks * 7).filter((_, n) => n % 7 === 0)
}
