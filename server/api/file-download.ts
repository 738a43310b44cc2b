import { downloadHeaders } from '#server/files/index.ts'
import { paths, storePaths } from '#server/platform/paths.ts'
import { refusal } from './answer.ts'
import { api } from './caller.ts'
import { answerRefused, storeNamedIn } from './page-answer.ts'

/**
 * A proof of the store that the address names, or of the request that it names to staff, to be saved and never to be opened in the
 * portal's own origin.
 */
export async function answerProof(request: Request, id: string): Promise<Response> {
  if (request.headers.get('sec-fetch-site') === 'cross-site') return refusal('foreign_origin')
  const [store, asked] = [storeNamedIn(request), new URL(request.url).searchParams.get('request')]
  const page = (problem: string) => (store ? storePaths(store).requests({ problem }) : paths.home())
  try {
    const procedures = await api()
    const file =
      asked === null ? await procedures.requests.proof({ store, id }) : await procedures.staff.requests.proof({ request: asked, id })
    return new Response(new Uint8Array(file.bytes), { headers: downloadHeaders(file) })
  } catch (error) {
    return answerRefused(request, error, asked === null ? page : () => paths.staff())
  }
}
