import type { Filter } from '#server/activity/schema.ts'
import type { ListQuery } from '#server/releases/schema.ts'
import type { Random } from '#demo/random.ts'
import { dayAfter, dayIn, type Facts, text } from './facts.ts'
import { bookOf, buckets, kinds } from './recount.ts'
import { idsOf } from './recount-activity.ts'
import { words } from './recount-waiting.ts'

// Random queries of a store's pages, mostly for values that exist.

export const everything: Filter = { kinds: [], bucket: null, status: null, period: null, least: null, most: null, reference: null }

/** A random filter with at least one criterion. */
export function anyFilter(facts: Facts, currency: string, random: Random): Filter {
  const names = ['kinds', 'bucket', 'status', 'period', 'least', 'most', 'reference'] as const
  const sure = random.pick(names)
  const chosen = Object.fromEntries(names.map((name) => [name, name === sure || random.chance(0.25)]))
  const all = oneOfEach(facts, currency, random)
  return Object.fromEntries(names.map((name) => [name, chosen[name] ? all[name] : everything[name]])) as Filter
}

function oneOfEach(facts: Facts, currency: string, random: Random): Filter {
  const rows = bookOf(facts, currency)
  const row = () => (rows.length === 0 ? null : random.pick(rows))
  const amount = () => text(row()?.amount ?? 1n, currency)
  const day = () => dayIn(facts.zone, row()?.bookedAt ?? facts.now)
  const from = day()
  const period = [
    { from, to: dayAfter(from, random.whole(0, 9)) },
    { from, to: null },
    { from: null, to: from },
    ...(['today', '7d', '30d', '90d', 'this-month', 'last-month'] as const),
  ]
  const named = row()
  return {
    kinds: [...new Set([random.pick(kinds.slice(1)), random.pick(kinds.slice(1))])] as Filter['kinds'],
    bucket: random.pick(buckets),
    status: random.pick(['waiting', 'settled', 'reversed']),
    period: random.pick(period),
    least: amount(),
    most: amount(),
    reference: random.pick(['nothing', ...(named ? idsOf(facts, named) : [])]),
  }
}

/** A random query for a list of releases. */
export function anyList(facts: Facts, random: Random): Omit<ListQuery, 'place' | 'limit'> {
  const show = random.pick(['waiting', 'held', 'margin', 'released', 'all'] as const)
  const reasons = { waiting: Object.values(words.pending), held: words.holds.slice(1), margin: [], released: [], all: [] }[show]
  return {
    show,
    reason: random.pick([null, null, ...reasons]),
    due: random.pick([null, null, 'week', 'month', 'unknown']),
    currency: random.pick([null, null, ...new Set(facts.lines.map(({ currency }) => currency))]),
  }
}
