import { type Book, type MovementKind, movementKindOf } from '#server/ledger/index.ts'
import { formatMinor, least } from '#server/money/index.ts'
import { type Actor, actsNext, type BookReason, type Reason, reasonOf, type Waiting } from '#server/releases/index.ts'
import { frozenByCases, type PartGroup } from './calendar.ts'
import { type OrderPart, orderPartOf } from './order-part.ts'
import type { DebtRow, PartRow } from './statements.ts'

/** One thing that keeps money from being available, with all the money that it keeps. */
export type ReasonSum = {
  readonly reason: Reason | BookReason
  /** The bucket in which the money lies. */
  readonly bucket: Waiting | 'processing' | 'debt'
  /** Decimal string; a debt is below zero, because it takes from what comes. */
  readonly amount: string
  readonly acts: Actor
  /** Child orders that it concerns; 0 where it concerns none in particular. */
  readonly lines: number
  /** The first and the last day (YYYY-MM-DD, the seller's zone) on which the money should come; null without one. */
  readonly days: { readonly first: string; readonly last: string } | null
  /** How many of the lines have no such day yet, and of how many it is over. */
  readonly undated: number
  readonly late: number
  /** Some of the orders, the largest first. */
  readonly orders: readonly OrderPart[]
  /** Of a debt: the newest movements that it is left of, and how many older ones there are, with their amount; null where there is none. */
  readonly causes: readonly DebtCause[]
  readonly moreCauses: { readonly count: number; readonly amount: string } | null
}

/**
 * A refund, charge or adjustment that took more than was available, by its number in the book; `amount` is what is still missing of it.
 * `at` in epoch milliseconds.
 */
export type DebtCause = {
  readonly version: number
  readonly kind: MovementKind
  readonly orderId: string | null
  readonly amount: string
  readonly at: number
}

/** As many orders of each reason as are named. */
export const ordersNamed = 3

/** As many causes of a debt as are named; the others are counted. */
export const causesNamed = 10

type Found = {
  readonly book: Book
  readonly groups: readonly PartGroup[]
  readonly rows: readonly PartRow[]
  readonly debts: readonly DebtRow[]
}

/**
 * Everything that keeps a book's money from being available, the largest first. The amounts add up to total − available:
 * what lines wait for is pending, frozen and reserve; processing, debt and what cases hold frozen are the book's own.
 */
export function reasonsOf({ book, groups, rows, debts }: Found): ReasonSum[] {
  const found = [...new Set(groups.map(reasonOf))].map((reason) => {
    const own = groups.filter((group) => reasonOf(group) === reason)
    return { minor: own.reduce((sum, group) => sum + group.minor, 0n), sum: ofLines(reason, own, rows, book.currency) }
  })
  const ofBooks = { processing: book.processing, debt: book.debt, case: frozenByCases(book, groups) }
  for (const reason of ['processing', 'debt', 'case'] as const) {
    const minor = ofBooks[reason]
    if (minor !== 0n) found.push({ minor, sum: ofBook(reason, minor, book, debts) })
  }
  return found.toSorted((a, b) => (size(a.minor) < size(b.minor) ? 1 : -1)).map(({ sum }) => sum)
}

function ofLines(reason: Reason, groups: readonly PartGroup[], rows: readonly PartRow[], currency: string): ReasonSum {
  const days = groups.flatMap(({ day }) => day ?? []).toSorted()
  const count = (some: readonly PartGroup[]) => some.reduce((sum, { lines }) => sum + lines, 0)
  return {
    reason,
    bucket: groups[0]?.bucket ?? 'pending',
    amount: formatMinor(
      groups.reduce((sum, group) => sum + group.minor, 0n),
      currency,
    ),
    acts: actsNext[reason],
    lines: count(groups),
    days: days.length > 0 ? { first: days[0] as string, last: days.at(-1) as string } : null,
    undated: count(groups.filter(({ day }) => day === null)),
    late: count(groups.filter(({ late }) => late)),
    orders: rows
      .filter((row) => reasonOf(row) === reason)
      .slice(0, ordersNamed)
      .map((row) => orderPartOf(row, currency)),
    causes: [],
    moreCauses: null,
  }
}

function ofBook(reason: BookReason, minor: bigint, book: Book, debts: readonly DebtRow[]): ReasonSum {
  return {
    reason,
    bucket: reason === 'case' ? 'frozen' : reason,
    amount: formatMinor(minor, book.currency),
    acts: actsNext[reason],
    lines: 0,
    days: null,
    undated: 0,
    late: 0,
    orders: [],
    ...(reason === 'debt' ? causesOf(-book.debt, debts, book.currency) : { causes: [], moreCauses: null }),
  }
}

/**
 * What is left of a debt was caused by the newest movements into it: releases repay the oldest first.
 * @param debts the newest first; of those that cover the debt as many as are named
 */
function causesOf(debt: bigint, debts: readonly DebtRow[], currency: string): Pick<ReasonSum, 'causes' | 'moreCauses'> {
  let left = debt
  const causes = debts.map(({ version, kind, orderId, minor, at }): DebtCause => {
    const part = least(minor, left)
    left -= part
    return { version, kind: movementKindOf(kind), orderId, amount: formatMinor(part, currency), at }
  })
  const count = (debts[0]?.count ?? 0) - debts.length
  return { causes, moreCauses: count === 0 ? null : { count, amount: formatMinor(left, currency) } }
}

function size(minor: bigint): bigint {
  return minor < 0n ? -minor : minor
}
