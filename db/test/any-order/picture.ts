/** The state that a reader sees, in plain values: amounts in minor units as text, instants in epoch milliseconds. */
export type Picture = {
  /** Existing sellers, by the marketplace's id. */
  readonly sellers: Readonly<Record<string, SellerPicture>>
  /** Books that are not empty, by `${seller} ${currency}`. */
  readonly books: Readonly<Record<string, Readonly<Record<Bucket, string>>>>
  /** By `${order_id} ${line_id}`. */
  readonly lines: Readonly<Record<string, LinePicture>>
  /** Ids of parked events, sorted. */
  readonly parked: readonly string[]
}

export const buckets = ['available', 'pending', 'reserve', 'frozen', 'debt'] as const
export type Bucket = (typeof buckets)[number]

export type SellerPicture = {
  readonly name: string
  readonly email: string | null
  readonly zone: string | null
  readonly saidBy: string
  readonly closed: boolean
}

export type LinePicture = Readonly<Record<'pending' | 'frozen' | 'reserve' | 'refunded', string>> & {
  readonly seller: string
  readonly status: string
  readonly reason: string | null
  readonly until: number | null
  readonly expected: number | null
} & Readonly<Record<'shipped' | 'delivered' | 'confirmed', number | null>> & {
    /** Types of its booked events, in the order of its timeline. */
    readonly timeline: readonly string[]
  }

/** A record with sorted keys, so that equal records have equal JSON. */
export function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
