import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { endAfterRequest } from './end-after-request.js'

const body = Buffer.alloc(32 * 1024 * 1024)
const head = `POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`

async function withServer<T>(handle: http.RequestListener, ask: (port: number) => Promise<T>): Promise<T> {
  const server = http.createServer(handle)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    return await ask((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** The response that a client reads after it has sent 32 MB, where the server answers 413 before it reads a byte. */
function heard(prepare: typeof endAfterRequest): Promise<string> {
  const refuse: http.RequestListener = (request, response) => {
    prepare(request, response)
    response.writeHead(413, { 'content-type': 'text/plain' }).end('too large')
  }
  return withServer(refuse, (port) => {
    return new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1').pause()
      let text = ''
      socket.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).on('close', () => resolve(text))
      socket.write(head)
      socket.write(body, () => socket.resume())
    })
  })
}

test('a client that is still sending receives the answer', async () => {
  expect(await heard(endAfterRequest)).toMatch(/^HTTP\/1\.1 413 [^]*too large/)
})

test('a handler that stops reading the body does not block the connection', async () => {
  const began = performance.now()
  const answer: http.RequestListener = (request, response) => {
    endAfterRequest(request, response)
    const reader = Readable.toWeb(request).getReader()
    void reader.read().then(() => response.writeHead(413).end('too large'))
  }
  const status = await withServer(answer, (port) => {
    const agent = new http.Agent({ keepAlive: true })
    return new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port, method: 'POST', agent }, (response) => {
        response.resume().on('end', () => (agent.destroy(), resolve(response.statusCode)))
      })
      request.on('error', reject).end(body)
    })
  })
  expect([status, performance.now() - began < 10_000]).toEqual([413, true])
})

test('negative control: Node alone closes the connection, and the answer is lost', async () => {
  expect(await heard(() => {})).toMatch(/^(EPIPE|ECONNRESET)$/)
})

test('the answer to a request without a body is unchanged', async () => {
  const answer: http.RequestListener = (request, response) => {
    endAfterRequest(request, response)
    response.end('x')
  }
  const [length, text] = await withServer(answer, async (port) => {
    const { headers, ...response } = await fetch(`http://127.0.0.1:${port}`).then(async (one) => ({
      headers: one.headers,
      text: await one.text(),
    }))
    return [headers.get('content-length'), response.text]
  })
  expect([length, text]).toEqual(['1', 'x'])
})
