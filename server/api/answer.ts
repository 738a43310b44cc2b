import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { isPassing, type RefusalCode } from '#server/platform/errors.ts'
import bodyLimits from '#server/platform/body-limits.json'
import { BodyRefused, readBody } from '#server/platform/read-body.ts'
import { logBug, newTrace } from '#server/platform/trace.ts'
import { contextOf } from './context.ts'
import { refusalStatus } from './errors.ts'
import { isOurs, mayRead } from './origin.ts'
import { appRouter } from './router.ts'
import { notNow } from './trpc.ts'

/** Enough for a page. Without a limit, a request of five thousand commas got an answer of 625 KB. */
const maxBatchSize = 10

/** Answers a tRPC call over HTTP: `GET` reads, `POST` changes and must come from the portal's own pages. */
export async function answerTrpc(request: Request): Promise<Response> {
  if (request.method === 'GET' ? !mayRead(request) : !isOurs(request)) return refusal('foreign_origin')
  const whole = request.method === 'GET' ? request : await received(request)
  if (!(whole instanceof Request)) return refusal(whole)
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: whole,
    router: appRouter,
    maxBatchSize,
    createContext: ({ resHeaders }) =>
      contextOf(request, resHeaders).catch((error: unknown) => {
        const trace = resHeaders.get('x-trace-id') ?? ''
        logBug(error, trace, 'session')
        throw isPassing(error) ? notNow(error, trace, resHeaders) : error
      }),
  })
}

/** The request with its body read. Files are uploaded to another address. */
async function received(request: Request): Promise<Request | 'too_large' | 'unavailable'> {
  try {
    const { bytes, release } = await readBody(request, { maxBytes: bodyLimits['/api/trpc'] })
    release() // the parsed text is small and short-lived
    const { method, headers, signal } = request
    return new Request(request.url, { method, headers, signal, body: new Uint8Array(bytes) })
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw error
    return error.fault === 'too_large' ? 'too_large' : 'unavailable'
  }
}

/** The answer of a refusal outside of a procedure: the code and a trace id. */
export function refusal(code: RefusalCode): Response {
  const trace = newTrace()
  const headers = { 'x-trace-id': trace, 'cache-control': 'no-store' }
  return Response.json({ error: { code, trace } }, { status: refusalStatus[code], headers })
}
