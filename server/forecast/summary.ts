import { formatMinor } from '#server/money/index.ts'
import { certaintyOf } from './blocker.ts'
import { daysFrom, type PartGroup } from './calendar.ts'
import type { WeekRow } from './store.ts'

/** What comes next in a currency, and what came lately. Amounts are decimal strings, days YYYY-MM-DD in the seller's zone. */
export type Ahead = {
  readonly currency: string
  /** The first day on which something is confirmed, with what is confirmed for it. */
  readonly next: { readonly day: string; readonly amount: string } | null
  /** The last day on which anything is expected, margins included; null where some of it has no date, or nothing waits. */
  readonly allBy: string | null
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
  const sure = own.filter((group) => certaintyOf(group) === 'confirmed' && group.day !== null && group.day >= today)
  const nextDay = daysOf(sure)[0] ?? null
  const minor = sure.reduce((sum, group) => (group.day === nextDay ? sum + group.minor : sum), 0n)
  const open = own.some(({ day }) => day === null || day < today)
  return {
    currency,
    next: nextDay === null ? null : { day: nextDay, amount: formatMinor(minor, currency) },
    allBy: open ? null : (daysOf(own).at(-1) ?? null),
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
