import { cookieIn, deviceCookie, findSession, type Session, sessionCookie } from '#server/people/index.ts'
import { clientAddress } from './address.ts'
import { newTrace } from '#server/platform/trace.ts'

/** What a procedure knows of its call. */
export type Context = {
  readonly session: Session | null
  readonly trace: string
  /** The browser as the sign-in gate sees it. */
  readonly client: Client
  /** Headers of the answer. */
  readonly answer: Headers
}

export type Client = {
  readonly address: string
  readonly agent: string
  readonly sessionToken: string | null
  readonly deviceToken: string | null
}

/** The browser behind a request's headers. */
export function clientOf(headers: Headers): Client {
  const cookie = headers.get('cookie')
  return {
    address: clientAddress(headers),
    agent: (headers.get('user-agent') ?? '').slice(0, 300),
    sessionToken: cookieIn(cookie, sessionCookie()),
    deviceToken: cookieIn(cookie, deviceCookie()),
  }
}

/** The context of one HTTP call; the session is read once for all procedures of a batch. */
export async function contextOf(request: Request, answer: Headers): Promise<Context> {
  const trace = newTrace()
  answer.set('x-trace-id', trace)
  answer.set('cache-control', 'private, no-store')
  const client = clientOf(request.headers)
  // A live stream that reconnects by itself is no sign that somebody is there.
  const touch = !(request.headers.get('accept') ?? '').includes('text/event-stream')
  return { session: await findSession(client.sessionToken, { touch }), trace, client, answer }
}
