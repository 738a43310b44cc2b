import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '#server/api/router.ts'
import type { Failure } from '#server/api/trpc.ts'

type In = inferRouterInputs<AppRouter>['people']
type Out = inferRouterOutputs<AppRouter>['people']

/** What came back: the data, or why not. A lost connection is `unavailable`: nothing is known, and it may be tried again. */
export type Answer<T> = { ok: true; data: T } | { ok: false; failure: Failed }
export type Failed = Pick<Failure, 'params' | 'trace'> & { code: string }

const lost = { ok: false, failure: { code: 'unavailable', params: {}, trace: null } } as const

/**
 * Calls a mutation of the people's router. By hand and not by tRPC's client: these pages make one call at a time, and the client
 * with its transformer would be most of their script.
 */
export async function call<P extends keyof In>(procedure: P, input: In[P]): Promise<Answer<Out[P]>> {
  const answer = await post(`/api/trpc/people.${procedure}`, { json: input })
  const { result, error } = (answer ?? {}) as { result?: { data: { json: Out[P] } }; error?: { json: { data: Failed } } }
  if (result) return { ok: true, data: result.data.json }
  return error?.json ? { ok: false, failure: error.json.data } : lost
}

/**
 * Signs in through next-auth.
 * @param way `callback/password`, `callback/demo`, or `signin/marketplace`, which answers where to go next
 */
export async function signInBy(way: string, input: Record<string, string>): Promise<Answer<string>> {
  const csrf = await fetch('/api/auth/csrf').then(
    (answer) => answer.json() as Promise<{ csrfToken: string }>,
    () => null,
  )
  const answer = csrf && (await post(`/api/auth/${way}`, { ...input, csrfToken: csrf.csrfToken, json: 'true' }))
  if (!answer || typeof answer.url !== 'string') return lost
  const error = new URL(answer.url, window.location.origin).searchParams.get('error')
  if (error === null || way.startsWith('signin/')) return { ok: true, data: answer.url }
  const [code = '', seconds] = error.split('.')
  return { ok: false, failure: { code, params: seconds ? { seconds } : {}, trace: null } }
}

async function post(url: string, body: unknown): Promise<Record<string, unknown> | null> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return (await answer.json()) as Record<string, unknown>
  } catch {
    return null
  }
}
