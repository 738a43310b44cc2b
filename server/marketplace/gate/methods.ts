import { Refused } from '../errors.ts'
import { answer } from './answer.ts'

type Handler<Context> = (request: Request, context: Context) => Promise<Response>
const all = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof all)[number]

/**
 * The exports of a route: what it answers, and a problem document with Allow for every other method.
 * @param handlers by method
 */
export function methods<Context>(handlers: Partial<Record<Method, Handler<Context>>>): Record<Method | 'OPTIONS', Handler<Context>> {
  const allow = [...Object.keys(handlers), ...('GET' in handlers ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const refuse: Handler<Context> = (request) =>
    answer('wrong method', () => {
      throw new Refused('method_not_allowed', `${request.method} is not answered here.`, { headers: { allow } })
    })
  const answered = Object.fromEntries(all.map((method) => [method, handlers[method] ?? refuse])) as Record<Method, Handler<Context>>
  return { ...answered, OPTIONS: async () => new Response(null, { status: 204, headers: { allow } }) }
}

/** What any address under /api/v1 answers that the document does not name. */
export function noSuchRoute(): Promise<Response> {
  return answer('no such route', () => {
    throw new Refused('not_found', 'There is nothing at this address; GET /api/v1/openapi.json names all of them.')
  })
}
