import type { Failure } from '#server/api/trpc.ts'
import type { api as Api } from './api-client.ts'

/** What came back: the data, or why not. A lost connection is `unavailable`: nothing is known, and it may be tried again. */
export type Answer<T> = { ok: true; data: T } | { ok: false; failure: Failed }
export type Failed = Pick<Failure, 'params' | 'trace'> & { code: string }

export const lost = { ok: false, failure: { code: 'unavailable', params: {}, trace: null } } as const

/**
 * Calls a procedure over HTTP. The client and its transformer are loaded with the first call: no page needs them to be read.
 * @param ask which procedure, as `(api) => api.people.signOut.mutate()`
 */
export async function call<T>(ask: (api: typeof Api) => Promise<T>): Promise<Answer<T>> {
  try {
    const { api } = await import('./api-client.ts')
    return { ok: true, data: await ask(api) }
  } catch (error) {
    const { data } = error as { data?: Failed }
    return data?.code ? { ok: false, failure: data } : lost
  }
}
