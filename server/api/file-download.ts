import { downloadHeaders } from '#server/files/index.ts'
import { Refusal } from '#server/platform/errors.ts'
import { paths, staffPaths, storePaths } from '#server/platform/paths.ts'
import { api } from './caller.ts'
import { mayRead } from './origin.ts'
import { answerRefused, storeNamedIn } from './page-answer.ts'

/**
 * A proof of the store that the address names, or of the request that it names to staff, to be saved and never to be opened in the
 * portal's own origin.
 */
export async function answerProof(request: Request, id: string): Promise<Response> {
  const [store, asked] = [storeNamedIn(request), new URL(request.url).searchParams.get('request')]
  const page = (problem: string) => {
    if (asked !== null) return staffPaths.request(asked, { problem })
    if (!store) return paths.home()
    return problem === 'account_not_open' ? storePaths(store).overview({ problem }) : storePaths(store).requests({ problem })
  }
  try {
    if (!mayRead(request)) throw new Refusal('foreign_origin')
    const procedures = await api()
    const file =
      asked === null ? await procedures.requests.proof({ store, id }) : await procedures.staff.requests.proof({ request: asked, id })
    return new Response(new Uint8Array(file.bytes), { headers: downloadHeaders(file) })
  } catch (error) {
    return answerRefused(request, error, page)
  }
}
