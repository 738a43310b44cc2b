import net from 'node:net'
import { closePools } from '../client.ts'
import { env } from '#server/platform/env.ts'

/**
 * Stands between the portal and Postgres and does what networks, load balancers and frozen hosts do. Connections that were frozen stay
 * so, as with a virtual address that has moved on to another host: only new ones go through.
 */
export class Proxy {
  /** How often somebody connected. */
  connects = 0
  /** 'pass'; 'close' as a load balancer that knows no primary; 'silence' as a host whose processes are stopped. */
  manner: 'pass' | 'close' | 'silence' = 'pass'
  /** Milliseconds that each answer of Postgres is on its way. */
  delayMs = 0
  /** How often the portal waited for an answer before it sent more. */
  roundTrips = 0
  private freezing: { readonly text: string; readonly seen: () => void } | undefined
  private readonly frozen = new Set<net.Socket>()
  private readonly sockets = new Set<net.Socket>()

  private constructor(
    private readonly server: net.Server,
    private readonly before: string,
  ) {}

  /** Puts one before the database that the tests of this file have. */
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

  /** Every connection there is stops; whoever is at either end learns nothing. */
  freeze(): void {
    for (const socket of this.sockets) this.frozen.add(socket)
  }

  /**
   * A connection freezes when the portal sends this text, which doesn't arrive; undefined: none from now on.
   * @returns a promise that resolves when the first one froze
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
