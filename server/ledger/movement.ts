import { type Balances, type Bucket, bucketOf } from './book.ts'
import { type KindPostedBy, type MovementKind, movementKindOf } from './movement-kind.ts'

/** One amount (minor units, above zero) that leaves one bucket of a book and enters another. */
export type Move<Kind extends MovementKind = MovementKind> = {
  readonly kind: Kind
  readonly from: Bucket
  readonly to: Bucket
  readonly amount: bigint
}

/** A move with its book and its cause, ready to be posted. */
export type Posting = Move & {
  readonly sellerId: number
  readonly currency: string
  readonly occurredAt: number
  /** Key of the event, withdrawal, conversion, adjustment or case (its kind says which), 32 hex digits. */
  readonly cause: string
  /** Key of the line that an event is about, 32 hex digits; null for every other cause. */
  readonly line: string | null
}

/** What a person of a seller posts in one of the seller's books: it happens now. `cause` as of a Posting. */
export type SellerPosting = Move<KindPostedBy<'seller'>> & Pick<Posting, 'currency' | 'cause'>

/** What a member of staff posts: it happens now. */
export type StaffPosting = Move<KindPostedBy<'staff'>> & Pick<Posting, 'sellerId' | 'currency' | 'cause'>

/** A movement's kind and buckets as its row in the database has them. */
export type RouteRow = { readonly kind: number; readonly fromBucket: number; readonly toBucket: number }

/** The names behind a movement's codes. @throws where this program doesn't know one: the database holds the closed list too */
export function routeOf(row: RouteRow): Pick<Move, 'kind' | 'from' | 'to'> {
  return { kind: movementKindOf(row.kind), from: bucketOf(row.fromBucket), to: bucketOf(row.toBucket) }
}

/** Carries a move out on balances held in memory; the outside world's buckets are not kept there. */
export function carryOut(balances: Balances, move: Move): void {
  if (move.from in balances) balances[move.from as keyof Balances] -= move.amount
  if (move.to in balances) balances[move.to as keyof Balances] += move.amount
}

/** No bucket reaches this (marketplace contract), minor units. A bigint holds 92 times as much, so no sum of one book's buckets overflows. */
const bucketLimit = 10n ** 17n

/** Whether the moves of one event would bring a bucket of the seller's to the limit. No two of them enter the same one. */
export function exceedsLimit(balances: Balances, moves: readonly Move[]): boolean {
  return moves.some(
    ({ from, to, amount }) =>
      (to in balances && balances[to as keyof Balances] + amount >= bucketLimit) ||
      (from === 'debt' && amount - balances.debt >= bucketLimit),
  )
}
