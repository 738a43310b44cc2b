import { randomUUID } from 'node:crypto'
import { createMarketplace } from '#server/marketplace/credentials/create-marketplace.ts'
import { createKey, type KeyWish } from '#server/marketplace/credentials/keys.ts'
import { addSecret } from '#server/marketplace/credentials/secrets.ts'
import { secretBytes, sign, signingKey } from '#server/marketplace/gate/signature.ts'
import { receiveEvents } from '#server/marketplace/index.ts'

// A marketplace's backend, for tests that call the API's functions without a socket.

export type Caller = { readonly slug: string; readonly key: string; readonly secret: string }

export type Answer = {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of many shapes
  readonly body: any
}

let made = 0

/** Makes a new marketplace with an API key and a signing secret. @param wish options of the key */
export async function newCaller(wish: KeyWish = {}): Promise<Caller & { marketplaceId: number; keyId: string; secretId: number }> {
  const slug = `shop-${process.pid}-${++made}`
  const marketplaceId = await createMarketplace({ slug, name: slug, timeZone: 'Asia/Shanghai' })
  const { id: keyId, token: key } = await createKey(slug, wish)
  const { id: secretId, secret } = await addSecret(slug)
  return { slug, marketplaceId, key, keyId, secret, secretId }
}

/** A signed POST /events; `change` replaces headers (null removes one) after signing. */
export function signedRequest(caller: Caller, body: string | Uint8Array, change: Record<string, string | null> = {}): Request {
  const bytes = Buffer.from(body as string)
  const id = `msg_${randomUUID()}`
  const timestamp = String(Math.floor(Date.now() / 1000))
  const headers = new Headers({
    authorization: `Bearer ${caller.key}`,
    'content-type': 'application/json',
    'content-length': String(bytes.length),
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': sign(signingKey(secretBytes(caller.secret) as Buffer), id, timestamp, bytes),
  })
  for (const [name, value] of Object.entries(change)) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  return new Request('http://localhost:3000/api/v1/events', { method: 'POST', headers, body: bytes })
}

/** Waits for a response and reads its JSON body. */
export async function answerOf(response: Promise<Response>): Promise<Answer> {
  const { status, headers, ...rest } = await response.then(async (it) => ({
    status: it.status,
    headers: it.headers,
    body: await it.json(),
  }))
  return { status, headers, ...rest }
}

/** Posts events, signed, and returns the answer. */
export function post(caller: Caller, events: unknown, change: Record<string, string | null> = {}): Promise<Answer> {
  return answerOf(receiveEvents(signedRequest(caller, JSON.stringify({ events }), change)))
}

/** An unsigned GET with the caller's key, as route handlers receive it. */
export function getRequest(caller: { readonly key: string }, address: string): Request {
  return new Request(`http://localhost:3000/api/v1${address}`, { headers: { authorization: `Bearer ${caller.key}` } })
}
