import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { refusalStatus } from '#server/platform/errors.ts'
import { newTrace } from '#server/platform/trace.ts'
import { contextOf } from './context.ts'
import { isOurs, mayRead } from './origin.ts'
import { appRouter } from './router.ts'

/** Ten calls in one request are plenty for a page; five thousand commas were an answer of 625 KB. */
const maxBatchSize = 10

/** Answers a tRPC call over HTTP: `GET` reads, `POST` changes and must come from our own pages. */
export async function answerTrpc(request: Request): Promise<Response> {
  if (request.method === 'GET' ? !mayRead(request) : !isOurs(request)) return refuseForeign()
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    maxBatchSize,
    createContext: ({ resHeaders }) => contextOf(request, resHeaders),
  })
}

/** The answer to a call that another site's page made. */
export function refuseForeign(): Response {
  const trace = newTrace()
  const body = { error: { code: 'foreign_origin', trace } }
  return Response.json(body, { status: refusalStatus.foreign_origin, headers: { 'x-trace-id': trace, 'cache-control': 'no-store' } })
}
