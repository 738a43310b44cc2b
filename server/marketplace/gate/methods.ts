import { ApiProblem } from '../errors.ts'
import { answer } from './answer.ts'

type Handler<Context> = (request: Request, context: Context) => Promise<Response>
const all = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof all)[number]

/**
 * The exports of a route: its handlers, and a problem document with the header Allow for every other method.
 * @param handlers by method
 */
export function methods<Context>(handlers: Partial<Record<Method, Handler<Context>>>): Record<Method | 'OPTIONS', Handler<Context>> {
  const allow = [...Object.keys(handlers), ...('GET' in handlers ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const refuse: Handler<Context> = (request) =>
    answer('wrong method', () => {
      throw new ApiProblem('method_not_allowed', `This address does not answer ${request.method}.`, { headers: { allow } })
    })
  const answered = Object.fromEntries(all.map((method) => [method, handlers[method] ?? refuse])) as Record<Method, Handler<Context>>
  return { ...answered, OPTIONS: async () => new Response(null, { status: 204, headers: { allow } }) }
}

/** The answer of every address under /api/v1 that is not in the OpenAPI document. */
export function noSuchRoute(): Promise<Response> {
  return answer('no such route', () => {
    throw new ApiProblem('not_found', 'Nothing is at this address. GET /api/v1/openapi.json lists every address.')
  })
}
