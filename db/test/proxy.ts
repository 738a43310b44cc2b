import net from 'node:net'
import { closePools } from '../client.ts'
import { env } from '#server/platform/env.ts'

/**
 * A proxy between the portal and Postgres that simulates faults of networks, load balancers and frozen hosts. A frozen connection stays
 * frozen, as when a virtual IP address has moved to another host; only new connections work.
 */
export class Proxy {
  /** Number of connections so far. */
  connects = 0
  /** 'pass'; 'close': closes at once, as a load balancer without a primary; 'silence': never answers, as a frozen host. */
  manner: 'pass' | 'close' | 'silence' = 'pass'
  /** Delay of each answer of Postgres, milliseconds. */
  delayMs = 0
  /** Number of round trips: times that the portal sent something after an answer. */
  roundTrips = 0
  private freezing: { readonly text: string; readonly seen: () => void } | undefined
  private readonly frozen = new Set<net.Socket>()
  private readonly sockets = new Set<net.Socket>()

  private constructor(
    private readonly server: net.Server,
    private readonly before: string,
  ) {}

  /** Starts a proxy in front of this test file's database and points DATABASE_URL at it. */
  static async begin(): Promise<Proxy> {
    const before = env().DATABASE_URL
    const { hostname, port } = new URL(before)
    const server = net.createServer()
    const proxy = new Proxy(server, before)
    server.on('connection', (client) => proxy.take(client, { host: hostname, port: Number(port) }))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    await closePools()
    const url = Object.assign(new URL(before), { port: String((server.address() as net.AddressInfo).port) })
    env().DATABASE_URL = url.href
    return proxy
  }

  /** Freezes all present connections, without closing them at either end. */
  freeze(): void {
    for (const socket of this.sockets) this.frozen.add(socket)
  }

  /**
   * Freezes every connection on which the portal sends this text, before the text arrives; undefined: stops doing so.
   * @returns a promise that resolves when the first connection is frozen
   */
  freezeAt(text: string): Promise<void>
  freezeAt(text: undefined): void
  freezeAt(text: string | undefined): Promise<void> | void {
    if (text === undefined) return void (this.freezing = undefined)
    return new Promise((seen) => (this.freezing = { text, seen }))
  }

  async end(): Promise<void> {
    env().DATABASE_URL = this.before
    for (const socket of this.sockets) socket.destroy()
    this.server.close()
    await closePools()
  }

  private take(client: net.Socket, to: { host: string; port: number }): void {
    this.connects++
    client.on('error', () => {})
    if (this.manner === 'close') return void client.end()
    this.keep(client)
    if (this.manner === 'silence') return
    const server = net.connect(to)
    server.on('error', () => client.destroy())
    this.keep(server)
    let answered = true
    client.on('data', (bytes: Buffer) => {
      if (answered) this.roundTrips++
      answered = false
      if (this.freezing && bytes.includes(this.freezing.text)) {
        this.frozen.add(client).add(server)
        this.freezing.seen()
      }
      if (!this.frozen.has(client)) server.write(bytes)
    })
    const answer = (bytes: Buffer) => {
      answered = true
      if (!this.frozen.has(server)) client.write(bytes)
    }
    server.on('data', (bytes: Buffer) => void (this.delayMs ? setTimeout(answer, this.delayMs, bytes) : answer(bytes)))
    client.on('close', () => this.frozen.has(client) || server.destroy())
    server.on('close', () => this.frozen.has(server) || client.destroy())
  }

  private keep(socket: net.Socket): void {
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
  }
}
