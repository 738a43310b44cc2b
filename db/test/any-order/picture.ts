/** Everything that a reader could see of a history, in plain values: amounts in minor units as text, instants in epoch milliseconds. */
export type Picture = {
  /** Of each seller who exists, by the marketplace's name. */
  readonly sellers: Readonly<Record<string, SellerPicture>>
  /** By `${seller} ${currency}`, of books in which something is. */
  readonly books: Readonly<Record<string, Readonly<Record<Bucket, string>>>>
  /** By `${order_id} ${line_id}`. */
  readonly lines: Readonly<Record<string, LinePicture>>
  /** Ids of what waits, sorted. */
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
    /** Types of what was booked of it, in the order of its timeline. */
    readonly timeline: readonly string[]
  }

/** A record whose keys are in order, so that two of them are equal as JSON when they are. */
export function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
