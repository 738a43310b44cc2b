import {
  type Browser,
  cookieAge,
  cookieIn,
  deviceCookie,
  findSession,
  type SessionTokens,
  type Session,
  sessionCookie,
  setCookieLine,
} from '#server/people/index.ts'
import { newTrace } from '#server/platform/trace.ts'
import { clientAddress } from './address.ts'
import { isOurs } from './origin.ts'

/** The context of a procedure call. */
export type Context = {
  readonly session: Session | null
  readonly trace: string
  readonly browser: Browser
  /** Whether one of the portal's own pages asks; only these may call mutations. */
  readonly ours: boolean
  /** Headers of the answer. */
  readonly answer: Headers
}

/** The browser behind a request's headers. */
export function browserOf(headers: Headers): Browser {
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
  const browser = browserOf(request.headers)
  // A live stream that reconnects by itself does not extend the session.
  const touch = !(request.headers.get('accept') ?? '').includes('text/event-stream')
  return { session: await findSession(browser.sessionToken, { touch }), trace, browser, ours: isOurs(request), answer }
}

/** Puts the tokens of a sign-in into the browser's cookies. */
export function setSessionCookies(ctx: Pick<Context, 'answer'>, given: SessionTokens): void {
  ctx.answer.append('set-cookie', setCookieLine(sessionCookie(), given.session, cookieAge.session))
  if (given.device) ctx.answer.append('set-cookie', setCookieLine(deviceCookie(), given.device, cookieAge.device))
}

/** Deletes the session's cookie; the browser stays a known device. */
export function clearSessionCookie(ctx: Pick<Context, 'answer'>): void {
  ctx.answer.append('set-cookie', setCookieLine(sessionCookie(), '', 0))
}
