import type { ReservedSql, RowList, Row } from 'postgres'
import { type Lent, replacePool, reserve, waitsForStandby } from './client.ts'
import { broken, firstStatement, originRead } from './driver.ts'
import type { PoolName } from './settings.ts'

/**
 * A reserved connection for one transaction that detects a broken connection and has a deadline. The driver does neither: statements that
 * are queued when a connection breaks, or sent later, never settle, and the broken connection would go back to the pool.
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
   * Reserves a connection.
   * @param limit milliseconds until the transaction counts as broken
   * @throws an error with a driver's code if no connection is available
   */
  static async open(pool: PoolName, limit: number): Promise<Link> {
    return new Link(pool, await reserve(pool), limit)
  }

  get client() {
    return this.lent.client
  }

  /** Increases when a COMMIT of this pool stops waiting for its standbys. */
  get doubts(): number {
    return this.lent.doubts()
  }

  /** Sends the first statement; from then on a broken connection is detected. */
  async begin(statement: string): Promise<void> {
    const { answer, ignoreClose } = firstStatement(this.lent.reserved, statement, (error) => this.lose(error))
    this.ignoreClose = ignoreClose
    this.backend = (await answer).state.pid ?? 0
  }

  /** Sends the statements that end the transaction; no others may follow. */
  last<T extends RowList<Row[]>>(send: (sql: ReservedSql) => PromiseLike<T>): PromiseLike<T> {
    const sent = send(this.sql)
    this.lastSent = sent
    this.ended = true
    return sent
  }

  /** Rolls the transaction back, unless the connection is lost. Never rejects. */
  async rollback(): Promise<void> {
    if (!this.lost) await Promise.race([this.lent.reserved.unsafe('rollback'), this.broken]).catch(() => {})
  }

  /** Marks the connection as broken: nothing more is sent on it, and its pool is replaced. */
  lose(error: Error): void {
    if (this.lost) return
    this.abandon(error)
    replacePool(this.pool, this.client)
  }

  /** Gives the connection back to the pool, unless it is lost. */
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
   * Handles the deadline. A COMMIT that waits for a standby keeps its connection until it is answered: its backend would stay even if the
   * connection were closed, and new pools would take more backends until Postgres has none left.
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
