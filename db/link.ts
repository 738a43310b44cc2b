import type { ReservedSql, RowList, Row } from 'postgres'
import { type Lent, replacePool, reserve, waitsForStandby } from './client.ts'
import { broken, firstStatement, originRead } from './driver.ts'
import type { PoolName } from './settings.ts'

/**
 * A reserved connection for one transaction that notices when it breaks or when its time is over. By itself one doesn't: statements
 * sent after the end, or still queued then, are never answered, and once released it would fail the next who gets it.
 */
export class Link {
  private lost = false
  private ended = false
  private released = false
  readonly sql: ReservedSql
  /** Never resolves; rejects when the connection breaks. */
  readonly broken: Promise<never>
  private fail!: (error: Error) => void
  private ignoreClose = () => {}
  private backend = 0
  private lastSent: PromiseLike<unknown> | undefined
  private readonly deadline: NodeJS.Timeout

  private constructor(
    private readonly pool: PoolName,
    private readonly lent: Lent,
    limit: number,
  ) {
    this.broken = new Promise((_, reject) => (this.fail = reject))
    this.broken.catch(() => {})
    const { reserved } = lent
    const unlessLost = <Sent>(send: () => Sent): Sent => {
      if (this.lost) throw broken('CONNECTION_CLOSED', 'the connection broke')
      if (this.ended) throw new Error('a statement was sent after COMMIT: a reading asks for everything at once')
      return send()
    }
    const sql = (first: TemplateStringsArray, ...rest: never[]) => unlessLost(() => originRead(reserved(first, ...rest)))
    const unsafe: ReservedSql['unsafe'] = (...args) => unlessLost(() => reserved.unsafe(...args))
    this.sql = Object.assign(sql, reserved, { unsafe }) as ReservedSql
    this.deadline = setTimeout(() => void this.overdue(), limit)
  }

  /**
   * @param limit milliseconds until it counts as broken
   * @throws a driver's error with a code where no connection is to be had
   */
  static async open(pool: PoolName, limit: number): Promise<Link> {
    return new Link(pool, await reserve(pool), limit)
  }

  get client() {
    return this.lent.client
  }

  /** Differs from before when a commit of this pool has given up waiting for its standbys. */
  get doubts(): number {
    return this.lent.doubts()
  }

  /** Sends the first statement and listens from then on. */
  async begin(statement: string): Promise<void> {
    const { answer, ignoreClose } = firstStatement(this.lent.reserved, statement, (error) => this.lose(error))
    this.ignoreClose = ignoreClose
    this.backend = (await answer).state.pid ?? 0
  }

  /** Sends what ends the transaction. */
  last<T extends RowList<Row[]>>(send: (sql: ReservedSql) => PromiseLike<T>): PromiseLike<T> {
    const sent = send(this.sql)
    this.lastSent = sent
    this.ended = true
    return sent
  }

  /** Undoes it, unless it broke. */
  async rollback(): Promise<void> {
    if (!this.lost) await Promise.race([this.lent.reserved.unsafe('rollback'), this.broken]).catch(() => {})
  }

  /** From now on nothing is sent on it; it goes with its pool. */
  lose(error: Error): void {
    if (this.lost) return
    this.abandon(error)
    replacePool(this.pool, this.client)
  }

  /** Gives the connection back to the pool. */
  release(): void {
    clearTimeout(this.deadline)
    this.released = true
    if (this.lost) return
    this.ignoreClose()
    this.lent.giveBack()
  }

  private abandon(error: Error): void {
    this.lost = true
    this.fail(error)
  }

  /**
   * Its time is over. A COMMIT that waits for a standby keeps its connection until it is answered: given up, it would hold its
   * backend all the same, and each new pool would take more of them until Postgres has none left.
   */
  private async overdue(): Promise<void> {
    const error = broken('CONNECTION_CLOSED', 'the transaction was not answered in time')
    const { lastSent } = this
    const waits = lastSent !== undefined && (await waitsForStandby(this.pool, this.backend))
    if (this.released) return
    if (!waits) return this.lose(error)
    if (this.lost) return
    this.abandon(error)
    const free = () => {
      this.ignoreClose()
      this.lent.giveBack()
    }
    Promise.resolve(lastSent).then(free, () => replacePool(this.pool, this.client))
  }
}
