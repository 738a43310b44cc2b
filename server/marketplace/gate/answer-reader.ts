import { ApiProblem } from '../errors.ts'
import { Id } from '../schema.ts'
import { answer } from './answer.ts'
import { type Access, accessOf } from './key.ts'
import { takeQuota } from './limit.ts'

/**
 * Answers a call that reads: requires a key of the scope `read`, and no signature.
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

/** The same answer for what another marketplace has and for what does not exist. */
export const notFound = () => new ApiProblem('not_found', 'This marketplace has nothing of this id.')

/**
 * An identifier from the path.
 * @throws ApiProblem not_found where it can't be an id
 */
export function idIn(segment: string): string {
  let id = segment
  try {
    id = decodeURIComponent(segment)
  } catch {
    // A lone % can't be decoded; it is no id either.
  }
  if (!Id.safeParse(id).success) throw notFound()
  return id
}
