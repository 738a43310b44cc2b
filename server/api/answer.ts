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

/** Ten calls in one request are plenty for a page; five thousand commas were an answer of 625 KB. */
const maxBatchSize = 10

/** Answers a tRPC call over HTTP: `GET` reads, `POST` changes and must come from our own pages. */
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

/** The request with its body read: text that somebody typed. Files come by an address of their own. */
async function received(request: Request): Promise<Request | 'too_large' | 'unavailable'> {
  try {
    const { bytes, release } = await readBody(request, { maxBytes: bodyLimits['/api/trpc'] })
    release() // what is parsed of it is small and soon gone
    const { method, headers, signal } = request
    return new Request(request.url, { method, headers, signal, body: new Uint8Array(bytes) })
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw error
    return error.fault === 'too_large' ? 'too_large' : 'unavailable'
  }
}

/** What is refused before a procedure runs, or beside one: the code and a trace id. */
export function refusal(code: RefusalCode): Response {
  const trace = newTrace()
  const headers = { 'x-trace-id': trace, 'cache-control': 'no-store' }
  return Response.json({ error: { code, trace } }, { status: refusalStatus[code], headers })
}
