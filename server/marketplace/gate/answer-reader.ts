import { Refused } from '../errors.ts'
import { Id } from '../schema.ts'
import { answer } from './answer.ts'
import { type Access, accessOf } from './key.ts'
import { takeQuota } from './limit.ts'

/**
 * The frame of every call that reads: a key of the scope `read`, no signature.
 * @param route as the document names it
 */
export function answerReader(route: string, request: Request, handle: (access: Access) => Promise<object>): Promise<Response> {
  return answer(route, async (call) => {
    const access = await accessOf(request.headers.get('authorization'), 'read')
    call.notes.key = access.keyId
    Object.assign(call.headers, await takeQuota(access))
    return handle(access)
  })
}

/** What another marketplace has and what nobody has are answered alike. */
export const notFound = () => new Refused('not_found', 'There is no such thing in this marketplace.')

/**
 * An identifier from the path.
 * @throws Refused not_found: what can't be an id names nothing
 */
export function idIn(segment: string): string {
  let id = segment
  try {
    id = decodeURIComponent(segment)
  } catch {
    // a lone % is no id either
  }
  if (!Id.safeParse(id).success) throw notFound()
  return id
}
