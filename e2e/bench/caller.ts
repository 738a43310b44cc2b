import { createHmac, randomUUID } from 'node:crypto'
import http from 'node:http'

/** A marketplace's credentials for the portal's API. */
export type Credentials = { url: string; key: string; secret: string }

export type Answer = { status: number; body: string; milliseconds: number }

/** An HTTP client with keep-alive and at most `sockets` connections. */
export class Caller {
  private readonly agent: http.Agent
  private readonly base: URL

  constructor(base: string, sockets: number) {
    this.base = new URL(base)
    this.agent = new http.Agent({ keepAlive: true, maxSockets: sockets, scheduling: 'lifo' })
  }

  /** Sends a request and waits for the whole answer; rejects if the connection breaks. */
  call(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
    const from = performance.now()
    const { hostname, port } = this.base
    const { method = 'GET', headers = {}, body } = options
    return new Promise((resolve, reject) => {
      const all = body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) }
      const request = http.request({ agent: this.agent, hostname, port, path, method, headers: all }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString(), milliseconds: performance.now() - from })
        })
        response.on('error', reject)
      })
      request.on('error', reject)
      request.end(body)
    })
  }

  close(): void {
    this.agent.destroy()
  }
}

/** The headers of a signed POST with this body (Standard Webhooks: HMAC-SHA256 over id.timestamp.body). */
export function signed({ key, secret }: Credentials, body: string | Uint8Array): Record<string, string> {
  const id = `msg_${randomUUID()}`
  const stamp = String(Math.floor(Date.now() / 1000))
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', bytes).update(`${id}.${stamp}.`).update(body).digest('base64')
  return {
    'content-type': 'application/json',
    authorization: `Bearer ${key}`,
    'webhook-id': id,
    'webhook-timestamp': stamp,
    'webhook-signature': `v1,${signature}`,
  }
}
