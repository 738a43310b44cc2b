/**
 * Spreads work over lanes by seller, so that two concurrent transactions rarely lock the same seller (they would wait for each other's
 * fsync), and coalesces small requests into one transaction (they share an fsync).
 *
 * With few waiting items one transaction at a time takes all of them; with many there is one transaction a lane.
 * Correctness does not depend on lanes: the database's locks ensure it, with any number of processes.
 */
export type LaneOptions = {
  readonly lanes: number
  /** Up to this many waiting items are booked in one transaction. */
  readonly together: number
  /** Most items of one transaction. */
  readonly most: number
  /** With more items waiting than this, new requests are refused. */
  readonly limit: number
}

export class Overloaded extends Error {
  override name = 'Overloaded'
}

type Request<Result> = {
  readonly results: Result[]
  left: number
  readonly done: (results: Result[]) => void
  readonly failed: (error: unknown) => void
}
type Waiting<Item, Result> = { readonly item: Item; readonly at: number; readonly request: Request<Result> }

export class Lanes<Item, Result> {
  private readonly queues: Waiting<Item, Result>[][]
  private readonly busy: boolean[]
  private waiting = 0
  private scheduled = false

  /**
   * @param work books items in order; returns a result for each, or fails as a whole
   * @param apart books the items of a single failed request
   */
  constructor(
    private readonly options: LaneOptions,
    private readonly work: (items: Item[]) => Promise<Result[]>,
    private readonly apart: (items: Item[], failure: unknown) => Promise<Result[]> = (_, failure) => Promise.reject(failure),
  ) {
    this.queues = Array.from({ length: options.lanes }, () => [])
    this.busy = this.queues.map(() => false)
  }

  /**
   * Queues the items of one request.
   * @param laneOf a number, equal for items that must keep their order
   * @returns the results in the order of the items
   * @throws Overloaded when too much is waiting; whatever `work` throws
   */
  submit(items: readonly Item[], laneOf: (item: Item) => number): Promise<Result[]> {
    if (items.length === 0) return Promise.resolve([])
    if (this.waiting > 0 && this.waiting + items.length > this.options.limit) return Promise.reject(new Overloaded())
    return new Promise((done, failed) => {
      const request = { results: new Array<Result>(items.length), left: items.length, done, failed }
      items.forEach((item, at) => this.queues[laneOf(item) % this.options.lanes]?.push({ item, at, request }))
      this.waiting += items.length
      this.schedule()
    })
  }

  /** After the requests that have already arrived were parsed, so that they are coalesced. */
  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    setImmediate(() => {
      this.scheduled = false
      this.start()
    })
  }

  private start(): void {
    const lanes = this.queues.flatMap((queue, lane) => (queue.length > 0 && !this.busy[lane] ? lane : []))
    if (lanes.length === 0) return
    if (this.waiting <= this.options.together) {
      if (!this.busy.includes(true)) void this.run(lanes)
      return
    }
    for (const lane of lanes) void this.run([lane])
  }

  private async run(lanes: readonly number[]): Promise<void> {
    const taken = lanes.flatMap((lane) => this.queues[lane]?.splice(0, this.options.most) ?? [])
    this.waiting -= taken.length
    for (const lane of lanes) this.busy[lane] = true
    try {
      await this.book(taken)
    } finally {
      for (const lane of lanes) this.busy[lane] = false
      this.schedule()
    }
  }

  private async book(taken: readonly Waiting<Item, Result>[]): Promise<void> {
    const items = taken.map(({ item }) => item)
    const requests = new Set(taken.map(({ request }) => request))
    try {
      const booked = this.work(items)
      const results = await (requests.size === 1 ? booked.catch((failure: unknown) => this.apart(items, failure)) : booked)
      taken.forEach(({ at, request }, n) => {
        request.results[at] = results[n] as Result
        if (--request.left === 0) request.done(request.results)
      })
    } catch (error) {
      if (requests.size === 1) return taken[0]?.request.failed(error)
      // One request must not fail the others, so each is booked on its own.
      for (const request of requests) await this.book(taken.filter((waiting) => waiting.request === request))
    }
  }
}
