import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { type RefusalCode, refusalStatus } from '#server/platform/errors.ts'
import { newTrace } from '#server/platform/trace.ts'
import { contextOf } from './context.ts'
import { isOurs, mayRead } from './origin.ts'
import { appRouter } from './router.ts'

/** Ten calls in one request are plenty for a page; five thousand commas were an answer of 625 KB. */
const maxBatchSize = 10

/** A call is text that somebody typed (T18). Files come by an address of their own, which lets in a few at a time. */
const mostBytes = 1024 * 1024

/** Answers a tRPC call over HTTP: `GET` reads, `POST` changes and must come from our own pages. */
export async function answerTrpc(request: Request): Promise<Response> {
  if (request.method === 'GET' ? !mayRead(request) : !isOurs(request)) return refusal('foreign_origin')
  const { headers } = request
  if (Number(headers.get('content-length') ?? 0) > mostBytes || headers.has('transfer-encoding')) return refusal('invalid_input')
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    maxBatchSize,
    createContext: ({ resHeaders }) => contextOf(request, resHeaders),
  })
}

/** What is refused before a procedure runs, or beside one: the code and a trace id. */
export function refusal(code: RefusalCode): Response {
  const trace = newTrace()
  const headers = { 'x-trace-id': trace, 'cache-control': 'no-store' }
  return Response.json({ error: { code, trace } }, { status: refusalStatus[code], headers })
}
