// A server of the event path alone, in a process that can be killed: the route's function behind Node's HTTP server. With `--early` it
// answers before it has booked, a mistake that the drill must detect.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { logUnhandledRejections } from '#bin/log-unhandled-rejections.js'
import { receiveEvents } from '#server/marketplace/index.ts'

const early = process.argv.includes('--early')
logUnhandledRejections()
process.once('disconnect', () => process.exit(1))

const server = http.createServer((incoming, outgoing) => {
  const parts: Buffer[] = []
  incoming.on('data', (part: Buffer) => parts.push(part))
  incoming.on('end', () => void answer(incoming, Buffer.concat(parts), outgoing))
})

async function answer(incoming: http.IncomingMessage, body: Buffer<ArrayBuffer>, outgoing: http.ServerResponse): Promise<void> {
  const headers = new Headers(Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]))
  const answered = receiveEvents(new Request('http://localhost/api/v1/events', { method: 'POST', headers, body }))
  if (early) {
    const { events } = JSON.parse(body.toString()) as { events: { id: string }[] }
    outgoing.end(JSON.stringify({ results: events.map(({ id }) => ({ id, status: 'posted' })) }))
    await answered.catch(() => {})
    return
  }
  const response = await answered
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
