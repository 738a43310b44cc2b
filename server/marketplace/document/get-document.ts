import { answer } from '../gate/answer.ts'
import { openapi } from './openapi.ts'

let made: object | undefined

/** GET /openapi.json, for anybody. */
export function getDocument(): Promise<Response> {
  return answer('GET /openapi.json', async (call) => {
    call.headers['cache-control'] = 'public, max-age=300'
    return (made ??= openapi())
  })
}
